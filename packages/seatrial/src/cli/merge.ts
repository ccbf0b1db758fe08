import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { buildRunRecord, readEventLog, SeatrialError } from '../evidence/index.ts';
import { findProjectRoot } from '../project/index.ts';
import { createRunFolder, mergeLogs } from '../run/index.ts';
import { presentRecord } from './present-record.ts';
import { REPORT_OPTIONS } from './report-options.ts';
import { selectReporters } from './select-reporters.ts';
import type { Arguments, CommandIo, Verb } from './verb.ts';

export const mergeVerb: Verb = {
  name: 'merge',
  summary: 'Join the event logs of all shards of one run into one verdict and one set of reports.',
  positionals: '<run folder or events.ndjson>…',
  options: REPORT_OPTIONS,
  details: [
    'Example, after three machines ran --shard 1/3, 2/3 and 3/3:',
    '  seatrial merge shard-1/ shard-2/ shard-3/',
    '',
    'A shard that is missing leaves its checks unfinished: the verdict is then not',
    'proven (exit code 2).',
  ].join('\n'),
  run: async (given, io) => merge(given, io),
};

async function merge(given: Arguments, io: CommandIo): Promise<number> {
  if (given.positionals.length === 0) {
    throw new SeatrialError('USAGE', 'merge needs the run folders of the shards', {
      hint: 'seatrial merge <run folder>…',
    });
  }
  const reporters = selectReporters(given, io);
  const events = mergeLogs(given.positionals.map((path) => readEventLog(eventsPath(path, io))));
  const record = buildRunRecord(events);
  const root = await findProjectRoot(io.workingDirectory);
  const folder = createRunFolder(root, new Date(), 'merged');
  writeFileSync(folder.events, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return presentRecord(record, { folder, reporters, asJson: given.flags.has('json') }, io);
}

function eventsPath(path: string, io: CommandIo): string {
  const absolute = resolve(io.workingDirectory, path);
  const isFolder = existsSync(absolute) && statSync(absolute).isDirectory();
  return isFolder ? join(absolute, 'events.ndjson') : absolute;
}
