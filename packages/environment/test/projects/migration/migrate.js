import { readdirSync, readFileSync } from 'node:fs';

import pg from 'pg';

const folder = new URL('./migrations/', import.meta.url);
const client = new pg.Client();
await client.connect();
for (const file of readdirSync(folder).toSorted()) {
  await client.query(readFileSync(new URL(file, folder), 'utf8'));
  console.log(`applied ${file}`);
}
await client.end();
