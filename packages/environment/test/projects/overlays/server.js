import { createServer } from 'node:http';

const { PORT, GREETING, MAILER_URL } = process.env;

createServer(async ({ url }, response) => {
  if (url === '/health') {
    response.end('ok');
    return;
  }
  const name = url.slice('/sign-up/'.length);
  const sent = await fetch(MAILER_URL, { method: 'POST', body: `${GREETING}, ${name}!` });
  response.writeHead(sent.ok ? 200 : 502).end();
}).listen(PORT);
