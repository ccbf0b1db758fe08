import { createServer } from 'node:http';

const { PORT, NAME, REGION, STOCK_URL } = process.env;

createServer(async ({ url }, response) => {
  const stock = url === '/order' && STOCK_URL ? await (await fetch(STOCK_URL)).text() : '';
  response.end(`${NAME} in ${REGION}${stock && ` asked ${stock}`}`);
}).listen(PORT);
