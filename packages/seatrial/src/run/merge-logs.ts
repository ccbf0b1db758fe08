import type { RunEvent, RunStarted } from '../evidence/index.ts';
import { SeatrialError } from '../evidence/index.ts';

/**
 * Joins the logs of the shards of one plan into one log, as if one run had done it all. A shard that is
 * missing leaves its checks unfinished, so the verdict of the joined log is `not proven`.
 *
 * @throws {SeatrialError} `LOG_INVALID` when the logs are of different plans or of the same shard
 */
export function mergeLogs(logs: readonly (readonly RunEvent[])[]): readonly RunEvent[] {
  const starts = logs.map(startOf);
  const [first] = starts;
  if (first === undefined) throw new SeatrialError('USAGE', 'merge needs at least one event log');
  for (const start of starts) assertSamePlan(first, start);
  assertDistinctShards(starts);
  const opening = { ...first, shard: null };
  const bodies = logs.flatMap((log) => log.slice(1));
  return [opening, ...bodies].map((event, seq) => ({ ...event, seq }));
}

function startOf(log: readonly RunEvent[]): RunEvent & RunStarted {
  const [start] = log;
  if (start?.type === 'run.started') return start;
  throw new SeatrialError('LOG_INVALID', 'an event log begins with run.started');
}

function planOf(start: RunStarted): string {
  return JSON.stringify(start.checks);
}

function assertSamePlan(first: RunStarted, other: RunStarted): void {
  if (planOf(first) === planOf(other) && first.shard?.total === other.shard?.total) return;
  throw new SeatrialError(
    'LOG_INVALID',
    `runs ${first.runId} and ${other.runId} are of different plans and cannot be merged`,
    { hint: 'run all shards from the same commit with the same items and --shard i/n' },
  );
}

function assertDistinctShards(starts: readonly RunStarted[]): void {
  const seen = new Map<number, string>();
  for (const { shard, runId } of starts) {
    const index = shard?.index ?? 0;
    const before = seen.get(index);
    if (before !== undefined) {
      throw new SeatrialError(
        'LOG_INVALID',
        shard === null
          ? `runs ${before} and ${runId} are complete runs; merge joins shards of one run`
          : `runs ${before} and ${runId} are both shard ${index}/${shard.total}`,
      );
    }
    seen.set(index, runId);
  }
}
