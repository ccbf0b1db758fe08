/** Checks exchanges as fast as it can, alone in its process. Arguments: a contender, its folder. Prints what it did in JSON. */
import { CONTENDERS } from './contenders.ts';
import { EXCHANGES, WRONG } from './shop.ts';

const WARM_UP_MS = 1000;
const MEASURE_MS = 2000;
const BATCH = 1000;

const [name = '', folder = ''] = process.argv.slice(2);
const make = CONTENDERS[name];
if (make === undefined) throw new Error(`there is no contender ${name}`);
const startedMs = performance.now();
const check = make(folder);
const readyMs = performance.now() - startedMs;

/** How many of a kind were checked in so many milliseconds. */
function checkFor(durationMs: number): { readonly checked: number; readonly tookMs: number } {
  const beganMs = performance.now();
  let checked = 0;
  while (performance.now() - beganMs < durationMs) {
    for (let index = 0; index < BATCH; index += 1) {
      const exchange = EXCHANGES[index % EXCHANGES.length];
      // A checker that refuses what is right measures something else.
      if (exchange === undefined || !check(exchange)) throw new Error(`${name} found fault`);
    }
    checked += BATCH;
  }
  return { checked, tookMs: performance.now() - beganMs };
}

if (check(WRONG)) throw new Error(`${name} did not see what is wrong`);
checkFor(WARM_UP_MS);
const cpuBefore = process.cpuUsage();
const { checked, tookMs } = checkFor(MEASURE_MS);
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6;
process.stdout.write(
  JSON.stringify({ perSecond: checked / (tookMs / 1000), perCore: checked / cpuSeconds, readyMs }),
);
