import { createServer } from 'node:http';

const { PORT, ROLE, SHOP_URL } = process.env;
const orders = ['bread', 'milk'];

createServer(async (request, response) => {
  if (ROLE === 'shop') {
    response.end(JSON.stringify(orders));
    return;
  }
  const seen = await (await fetch(SHOP_URL)).json();
  response.end(`${seen.length} orders: ${seen.join(', ')}`);
}).listen(PORT);
