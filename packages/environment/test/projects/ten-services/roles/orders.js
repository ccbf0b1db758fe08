import pg from 'pg';
import { createClient } from 'redis';

const { DATABASE_URL, REDIS_URL, ACCOUNTS_URL } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });
const redis = await createClient({ url: REDIS_URL }).connect();

export async function answer(request, body) {
  const { good, buyer } = JSON.parse(body);
  const address = await (await fetch(`${ACCOUNTS_URL}/${buyer}`)).text();
  const { rows } = await pool.query(
    'INSERT INTO orders (good, buyer) VALUES ($1, $2) RETURNING id',
    [good, buyer],
  );
  await redis.lPush('mails', JSON.stringify({ to: address, text: `order ${rows[0].id}: ${good}` }));
  return String(rows[0].id);
}
