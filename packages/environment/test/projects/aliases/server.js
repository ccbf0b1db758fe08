import { createServer } from 'node:http';

const { PORT, NAME, USERS, BILLING, SEARCH } = process.env;

createServer(async (request, response) => {
  if (NAME !== undefined) {
    response.end(NAME);
    return;
  }
  const names = [USERS, BILLING, SEARCH].map(async (url) => (await fetch(url)).text());
  response.end((await Promise.all(names)).join(' '));
}).listen(PORT);
