/**
 * The reaper's own process. It reads lines from standard input and, when that pipe closes because the holder
 * ended in whatever way, ends all trees that were not released.
 *
 *   watch <marker>           before a tree is started
 *   group <marker> <pid>     once its group is known
 *   release <marker>         once it is gone
 */
import { createInterface } from 'node:readline';

import { endTree } from './end-tree.ts';

/** Short: nobody waits for an orderly end any more. */
const GRACE_MS = 1000;

const groups = new Map<string, number | undefined>();
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, marker = '', pid] = line.split(' ');
  if (verb === 'release') groups.delete(marker);
  else groups.set(marker, pid === undefined ? undefined : Number(pid));
}
await Promise.all(
  [...groups].map(([marker, groupId]) => endTree({ groupId, marker }, { graceMs: GRACE_MS })),
);
