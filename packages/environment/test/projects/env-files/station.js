import { createServer } from 'node:http';

createServer((request, response) => {
  response.end(JSON.stringify({ celsius: 14 }));
}).listen(process.env.PORT);
