import { createServer } from 'node:http';

import { createClient } from 'redis';

const { REDIS_HOST, REDIS_PORT, PORT } = process.env;
const cache = createClient({ socket: { host: REDIS_HOST, port: Number(REDIS_PORT) } });
cache.on('error', (error) => console.error('cache:', error.message));
await cache.connect();

createServer(async ({ url }, response) => {
  const number = Number(url.slice(1));
  const known = await cache.get(`square:${number}`);
  const square = known ?? String(number ** 2);
  if (known === null) await cache.set(`square:${number}`, square, { EX: 60 });
  response.setHeader('x-cache', known === null ? 'miss' : 'hit').end(square);
}).listen(PORT, () => console.log(`listening on ${PORT}`));
