import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query('CREATE TABLE IF NOT EXISTS notes (id serial PRIMARY KEY, body text NOT NULL)');

createServer(async (request, response) => {
  try {
    if (request.url === '/health') {
      await pool.query('SELECT 1');
      response.end('ok');
    } else if (request.method === 'POST') {
      await pool.query('INSERT INTO notes (body) VALUES ($1)', [await text(request)]);
      response.writeHead(201).end();
    } else {
      const { rows } = await pool.query('SELECT id, body FROM notes ORDER BY id');
      response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
    }
  } catch (error) {
    response.writeHead(503).end(String(error));
  }
}).listen(process.env.PORT);
