/**
 * Run as a process of its own: starts and stops a cook again and again over one connection, and prints how
 * long each half took. Arguments: port, bearer header, number of cycles.
 */
import { Client } from 'undici';

const [port = '', authorization = '', cycles = '0'] = process.argv.slice(2);
const client = new Client(`http://127.0.0.1:${port}`);
const startsMs: number[] = [];
const stopsMs: number[] = [];
const order = JSON.stringify({ temperature_celsius: 65, time_minutes: 90, food_type: 'chicken' });

for (let cycle = 0; cycle < Number(cycles); cycle += 1) {
  startsMs.push(await post('/start-cook', order));
  stopsMs.push(await post('/stop-cook', null));
}
await client.close();
process.stdout.write(JSON.stringify({ start: summary(startsMs), stop: summary(stopsMs) }));

async function post(path: string, body: string | null): Promise<number> {
  const sentMs = performance.now();
  const answer = await client.request({
    path,
    method: 'POST',
    headers: { authorization, ...(body !== null && { 'content-type': 'application/json' }) },
    body,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return performance.now() - sentMs;
}

function summary(values: number[]): { readonly p50Ms: number; readonly p99Ms: number } {
  const sorted = values.toSorted((one, other) => one - other);
  const quantile = (share: number): number =>
    sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}
