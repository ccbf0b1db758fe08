/**
 * The reaper's own process. It reads lines from standard input and, when that pipe closes because the holder
 * ended in whatever way, ends all trees that were not released.
 *
 *   record <file>            where it is noted on disk what the holder holds
 *   watch <marker>           before a tree is started
 *   group <marker> <pid>     once its group is known
 *   release <marker>         once it is gone
 *   folder <path>            before a folder is made that must not be left
 *   removed <path>           once it is gone
 *   close                    the holder lives on and takes care of its record itself
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { removeOwnRecord } from '../leftovers/remove-own-record.ts';
import { endTree } from './end-tree.ts';

/** Short: nobody waits for an orderly end any more. */
const GRACE_MS = 1000;

const folders = new Set<string>();
const groups = new Map<string, number | undefined>();
let record: string | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const [verb = '', marker = '', pid] = line.split(' ');
  const rest = line.slice(verb.length + 1);
  if (verb === 'record') record = rest;
  else if (verb === 'close') record = undefined;
  else if (verb === 'folder') folders.add(rest);
  else if (verb === 'removed') folders.delete(rest);
  else if (verb === 'release') groups.delete(marker);
  else groups.set(marker, pid === undefined ? undefined : Number(pid));
}
await Promise.all(
  [...groups].map(([marker, groupId]) => endTree({ groupId, marker }, { graceMs: GRACE_MS })),
);
// The record names all there is. Without one, or when its holder lives on, what we were told has to do.
if (record === undefined || !(await removeOwnRecord(record))) {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
