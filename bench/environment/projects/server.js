/** An HTTP service that asks the database and the store it is told of before it answers. */
import { createServer } from 'node:http';

const { PORT, DATABASE_URL, REDIS_URL } = process.env;
const asks = [];
if (DATABASE_URL !== undefined) {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: DATABASE_URL });
  asks.push(() => pool.query('SELECT 1'));
}
if (REDIS_URL !== undefined) {
  const { createClient } = await import('redis');
  const redis = await createClient({ url: REDIS_URL }).connect();
  asks.push(() => redis.ping());
}

createServer(async (request, response) => {
  await Promise.all(asks.map((ask) => ask()));
  response.end('ok');
}).listen(PORT);
