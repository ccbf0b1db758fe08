import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const { PORT, ROLE } = process.env;
const { [ROLE]: open } = {
  web: () => import('./roles/web.js'),
  catalog: () => import('./roles/catalog.js'),
  orders: () => import('./roles/orders.js'),
  accounts: () => import('./roles/accounts.js'),
  worker: () => import('./roles/worker.js'),
  mail: () => import('./roles/mail.js'),
};
const { answer } = await open();

createServer(async (request, response) => {
  try {
    if (request.url === '/health') response.end('ok');
    else response.end(await answer(request, await text(request)));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(PORT);
