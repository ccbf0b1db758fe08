import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export async function answer() {
  const { rows } = await pool.query('SELECT name, cents FROM goods ORDER BY name');
  return JSON.stringify(rows);
}
