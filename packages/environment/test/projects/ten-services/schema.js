import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query(`
  CREATE TABLE goods (name text PRIMARY KEY, cents integer NOT NULL);
  INSERT INTO goods VALUES ('rope', 1200), ('sail', 54000);
  CREATE TABLE orders (id serial PRIMARY KEY, good text NOT NULL REFERENCES goods, buyer text NOT NULL);
`);
await client.end();
