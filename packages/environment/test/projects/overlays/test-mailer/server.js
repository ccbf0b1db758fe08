import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const mails = [];

createServer(async (request, response) => {
  if (request.method === 'POST') mails.push(await text(request));
  response.end(JSON.stringify({ mails, smtp: process.env.SMTP_HOST ?? null }));
}).listen(process.env.PORT);
