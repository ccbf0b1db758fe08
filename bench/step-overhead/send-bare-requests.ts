/**
 * Run as a process of its own: the requests of the generated project, one after the other, with nothing
 * around them but undici. Prints how long they took. Arguments: port, scenarios, steps of each.
 */
import { Agent, request } from 'undici';

const [port = 0, scenarios = 0, steps = 0] = process.argv.slice(2).map(Number);
const dispatcher = new Agent({ connections: 1 });
const authorization = 'Bearer bench-key-0123456789abcdef';
const startedMs = performance.now();
let sent = 0;
for (let scenario = 1; scenario <= scenarios; scenario += 1) {
  let id = '';
  for (let step = 1; step <= steps; step += 1) {
    const isPost = step % 2 === 1;
    const { statusCode, body } = await request(
      `http://127.0.0.1:${port}/items/${isPost ? scenario : id}`,
      isPost
        ? {
            dispatcher,
            method: 'POST',
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify({
              name: `item ${scenario}`,
              amount: step,
              tags: ['new', 'small'],
            }),
          }
        : { dispatcher, headers: { authorization } },
    );
    const answer = JSON.parse(await body.text()) as { id: string };
    if (statusCode !== 200) throw new Error(`status ${statusCode}`);
    ({ id } = answer);
    sent += 1;
  }
}
const wallMs = performance.now() - startedMs;
process.stdout.write(JSON.stringify({ steps: sent, wallMs }));
await dispatcher.close();
