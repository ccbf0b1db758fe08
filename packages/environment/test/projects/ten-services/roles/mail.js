const mails = [];

export function answer({ method }, body) {
  if (method === 'POST') mails.push(JSON.parse(body));
  return JSON.stringify(mails);
}
