// npm run chaos -w packages/environment -- --rounds 100 [--seed 1] [--postgres-every 5] [--image busybox]
// With --image the services are containers; the image needs a shell.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { runChaos } from './run-chaos.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    image: { type: 'string' },
    'postgres-every': { type: 'string', default: '5' },
  },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
say(`seed ${seed}; --seed ${seed} repeats these blows`);
const startedAt = performance.now();
const report = await runChaos({
  rounds,
  seed,
  postgresEvery: Number(values['postgres-every']),
  ...(values.image === undefined ? {} : { image: values.image }),
  onRound: say,
});
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
const { leaks, killedWhileStarting, killedWhenReady, killedWithReaper } = report;
const count = (kind: 'orphans' | 'ports' | 'paths' | 'dockerThings'): number =>
  leaks.reduce((sum, one) => sum + one.leaks[kind].length, 0);
say(
  `${rounds} rounds in ${seconds} s: killed ${killedWhileStarting} times while starting, ${killedWhenReady} when ready, ` +
    `${killedWithReaper} with the reaper; ${report.removedByNextCommand} times the next command removed what was left`,
);
say(
  `${count('orphans')} orphans, ${count('ports')} leaked ports, ${count('paths')} leaked volumes, folders and records, ` +
    `${count('dockerThings')} containers, networks and volumes at the engine`,
);
process.exitCode = leaks.length === 0 ? 0 : 1;
