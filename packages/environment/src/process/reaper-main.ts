/**
 * The reaper's own process. It reads lines from standard input and, when that pipe closes because the holder
 * ended in whatever way, ends all trees that were not released.
 *
 *   record <file>            where it is noted on disk what the holder holds
 *   watch <marker>           before a tree is started
 *   group <marker> <pid>     once its group is known
 *   log <marker> <n> <file>  what it may write at most, in bytes
 *   release <marker>         once it is gone
 *   folder <path>            before a folder is made that must not be left
 *   removed <path>           once it is gone
 *   close                    the holder lives on and takes care of its record itself
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { removeOwnRecord } from '../leftovers/remove-own-record.ts';
import { endTree } from './end-tree.ts';
import { watchBounds } from './tree-bounds.ts';
import type { BoundsWatch } from './tree-bounds.ts';

/** Short: nobody waits for an orderly end any more. */
const GRACE_MS = 1000;
const LOG_PATIENCE = 1.5;

const folders = new Set<string>();
const groups = new Map<string, number | undefined>();
const watches = new Map<string, BoundsWatch>();
let record: string | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const [verb = '', marker = '', pid] = line.split(' ');
  const rest = line.slice(verb.length + 1);
  if (verb === 'record') record = rest;
  else if (verb === 'close') record = undefined;
  else if (verb === 'folder') folders.add(rest);
  else if (verb === 'removed') folders.delete(rest);
  else if (verb === 'release') release(marker);
  else if (verb === 'log') watchLog(marker, Number(pid), rest.split(' ').slice(2).join(' '));
  else groups.set(marker, pid === undefined ? undefined : Number(pid));
}
await Promise.all(
  [...groups].map(([marker, groupId]) => endTree({ groupId, marker }, { graceMs: GRACE_MS })),
);
// The record names all there is. Without one, or when its holder lives on, what we were told has to do.
if (record === undefined) {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
} else {
  await removeOwnRecord(record);
}

function release(marker: string): void {
  groups.delete(marker);
  watches.get(marker)?.end();
  watches.delete(marker);
}

/** The holder looks at it too, and can say more; so it comes first. */
function watchLog(marker: string, limitBytes: number, logFile: string): void {
  const bounds = { logBytes: limitBytes * LOG_PATIENCE, processes: Infinity };
  const watch = watchBounds({ logFile, countProcesses: () => 0 }, bounds, () => {
    void endTree({ groupId: groups.get(marker), marker }, { graceMs: 0 });
  });
  watches.set(marker, watch);
}
