import { createClient } from 'redis';

const redis = await createClient({ url: process.env.REDIS_URL }).connect();
console.log('worker waits for jobs');
for (;;) {
  const { element } = await redis.brPop('jobs', 0);
  const { id, words } = JSON.parse(element);
  await redis.set(`result:${id}`, words.toUpperCase());
}
