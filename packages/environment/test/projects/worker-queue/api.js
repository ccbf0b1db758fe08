import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { createClient } from 'redis';

const redis = await createClient({ url: process.env.REDIS_URL }).connect();

createServer(async (request, response) => {
  if (request.method === 'POST') {
    const id = randomUUID();
    await redis.lPush('jobs', JSON.stringify({ id, words: await text(request) }));
    response.writeHead(202).end(id);
    return;
  }
  const result = await redis.get(`result:${request.url.slice('/jobs/'.length)}`);
  response.writeHead(result === null ? 404 : 200).end(result ?? 'not yet');
}).listen(process.env.PORT);
