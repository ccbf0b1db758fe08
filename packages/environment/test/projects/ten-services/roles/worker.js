import { createClient } from 'redis';

const redis = await createClient({ url: process.env.REDIS_URL }).connect();
let sent = 0;

async function sendMails() {
  for (;;) {
    const { element } = await redis.brPop('mails', 0);
    await fetch(process.env.MAIL_URL, { method: 'POST', body: element });
    sent += 1;
  }
}

sendMails();

export function answer() {
  return String(sent);
}
