import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import pg from 'pg';

const { PORT, DB_HOST, DB_PORT, DB_PASSWORD_FILE, CONFIG_FILE } = process.env;
const { currency, pageSize } = JSON.parse(readFileSync(CONFIG_FILE, 'utf8'));
const pool = new pg.Pool({
  host: DB_HOST,
  port: Number(DB_PORT),
  user: 'api',
  password: readFileSync(DB_PASSWORD_FILE, 'utf8').trim(),
});

createServer(async (request, response) => {
  const { rows } = await pool.query(
    'SELECT current_user AS name, generate_series(1, $1::int) AS n',
    [pageSize],
  );
  response.end(`${rows.length} rows for ${rows[0].name} in ${currency}`);
}).listen(PORT);
