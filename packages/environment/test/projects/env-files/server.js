import { createServer } from 'node:http';

const { PORT, STATION_URL, TITLE, UNIT } = process.env;

createServer(async (request, response) => {
  const { celsius } = await (await fetch(STATION_URL)).json();
  response.end(`${TITLE}: ${celsius} ${UNIT}`);
}).listen(PORT);
