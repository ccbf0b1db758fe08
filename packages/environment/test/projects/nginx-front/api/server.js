import { createServer } from 'node:http';

createServer(({ url, headers }, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url, forwardedFor: headers['x-forwarded-for'] ?? null }));
}).listen(Number(process.env.PORT));
