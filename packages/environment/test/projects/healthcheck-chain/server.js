import { createServer } from 'node:http';

const { PORT, NAME, UPSTREAM } = process.env;

createServer(async ({ url }, response) => {
  try {
    const above = UPSTREAM === undefined ? '' : await (await fetch(`${UPSTREAM}${url}`)).text();
    response.end(above === '' ? NAME : `${NAME} > ${above}`);
  } catch (error) {
    response.writeHead(503).end(String(error));
  }
}).listen(PORT);
