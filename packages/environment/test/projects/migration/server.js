import { createServer } from 'node:http';

import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
// The table has to be there: no retry, no CREATE IF NOT EXISTS.
await pool.query('SELECT * FROM fruits');

createServer(async (request, response) => {
  const { rows } = await pool.query('SELECT name, grams FROM fruits ORDER BY name');
  response.end(JSON.stringify(rows));
}).listen(process.env.PORT);
