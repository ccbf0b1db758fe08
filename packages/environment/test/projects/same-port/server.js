import { createServer } from 'node:http';

const { PORT = 3000, NAME, BACKEND_URL } = process.env;

createServer(async (request, response) => {
  const behind = BACKEND_URL === undefined ? '' : await (await fetch(BACKEND_URL)).text();
  response.end(`${NAME}${behind && ` before ${behind}`}`);
}).listen(PORT);
