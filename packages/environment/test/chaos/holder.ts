// One command of the chaos test: removes what earlier ones left, starts the environment of a folder, says so, and holds
// it until it is killed. It holds volumes that must not stay, as a run does.
import { join } from 'node:path';

import {
  createEnvironment,
  readComposeFile,
  removeLeftovers,
  startReaper,
} from '../../src/index.ts';
import type { Driver } from '../../src/index.ts';

const [folder = '.', driver = 'native'] = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const { removed, kept } = await removeLeftovers();
say(`cleared ${JSON.stringify({ removed: removed.length, kept })}`);
// Not `await using`: the end of the module is not the end of the holder.
const reaper = await startReaper({ project: folder });
const directory = join(folder, 'run');
reaper.watchFolder(join(directory, 'volumes'));
const compose = readComposeFile(join(folder, 'compose.yaml'), { env: {} });
const options = { compose, directory, reaper, driver: driver as Driver };
await createEnvironment(options).start();
say('ready');
setInterval(() => undefined, 1000);
