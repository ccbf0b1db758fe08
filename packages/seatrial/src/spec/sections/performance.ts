import type { Complaints } from '../complaints.ts';
import type { Bound, PerformanceBenchmarks, Rate } from '../integration-sections.ts';
import { readSourceTree } from '../scenario/read-source-tree.ts';
import { toValue } from '../scenario/source-tree.ts';
import type { Group, Item } from './groups.ts';
import { keyed, valueOf } from './groups.ts';
import { readBytes, readDurationMs, readPercent, readRate } from './quantities.ts';

/** `## Performance Benchmarks`: what the section bounds, and how the load is to be made. */
export function readPerformance(
  groups: readonly Group[],
  remarks: Complaints,
): PerformanceBenchmarks {
  const read: Reading = { groups, remarks };
  return {
    responseTimesMs: readResponseTimes(read),
    throughput: readThroughput(read),
    resourceLimits: readLimits(read),
    loadTest: readLoadTest(read),
    endpoint: valueOf(groups, 'endpoint'),
    loadTestDurationSeconds: seconds(valueOf(groups, 'load test duration', 'duration')),
    threads: integer(valueOf(groups, 'threads')),
    connections: integer(valueOf(groups, 'connections')),
  };
}

interface Reading {
  readonly groups: readonly Group[];
  readonly remarks: Complaints;
}

interface Pair {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly item: Item;
}

function pairsUnder({ groups }: Reading, begins: string): readonly Pair[] {
  return groups
    .filter(({ name }) => name.startsWith(begins))
    .flatMap(({ items }) => items)
    .flatMap((item) => {
      const pair = keyed(item);
      return pair === null ? [] : [{ ...pair, item }];
    });
}

function unread({ remarks }: Reading, pair: Pair, expected: string): void {
  const message = `the value of ${JSON.stringify(pair.label)} is not understood`;
  const seen = JSON.stringify(pair.value);
  remarks.error('SPEC_QUANTITY', pair.item, message, { expected, seen });
}

function readResponseTimes(reading: Reading): Readonly<Record<string, Bound>> {
  const times: Record<string, Bound> = {};
  for (const pair of pairsUnder(reading, 'response time')) {
    const percentile = /^p\d+(?:\.\d+)?/.exec(pair.key)?.[0] ?? pair.key;
    const time = readDurationMs(pair.value);
    if (time === null) unread(reading, pair, 'a duration such as < 100ms');
    else times[percentile] = time;
  }
  return times;
}

function readThroughput(reading: Reading): Readonly<Record<string, Rate>> {
  const rates: Record<string, Rate> = {};
  for (const pair of pairsUnder(reading, 'throughput')) {
    const rate = readRate(pair.value);
    if (rate === null) {
      unread(reading, pair, 'a rate such as 100 requests/second');
      continue;
    }
    rates[pair.key] = rate;
    if (!rate.application) continue;
    const message = `${rate.unit} are a measure of the application; a load generator counts requests`;
    reading.remarks.warning('SPEC_APPLICATION_METRIC', pair.item, message, { seen: rate.text });
  }
  return rates;
}

function readLimits(reading: Reading): PerformanceBenchmarks['resourceLimits'] {
  const pairs = pairsUnder(reading, 'resource limits');
  const first = (
    begins: RegExp,
    read: (text: string) => Bound | null,
    expected: string,
  ): Bound | null => {
    const pair = pairs.find(({ key }) => begins.test(key));
    const value = pair === undefined ? null : read(pair.value);
    if (pair !== undefined && value === null) unread(reading, pair, expected);
    return value;
  };
  const others = pairs.filter(({ key }) => !/^(cpu|memory|disk)\b/.test(key));
  return {
    cpuPercent: first(/^cpu\b/, readPercent, 'a percentage such as < 80%'),
    memoryBytes: first(/^memory\b/, readBytes, 'a size such as < 2GB'),
    diskIoBytesPerSecond: first(/^disk\b/, readBytes, 'a size such as < 50MB/s'),
    other: Object.fromEntries(others.map(({ label, value }) => [label, value])),
  };
}

function readLoadTest(reading: Reading): PerformanceBenchmarks['loadTest'] {
  const yaml = reading.groups
    .flatMap(({ codes }) => codes)
    .find(({ language, value }) => /^ya?ml$/i.test(language) && /^load_test\s*:/m.test(value));
  const written = yaml === undefined ? {} : readLoadTestYaml(yaml.value);
  const phase = (key: string, ...labels: string[]): number | null => {
    const value = written[key];
    return seconds(typeof value === 'string' ? value : valueOf(reading.groups, ...labels));
  };
  const scenarios: readonly unknown[] = Array.isArray(written['scenarios'])
    ? written['scenarios']
    : [];
  return {
    rampUpSeconds: phase('ramp_up', 'ramp-up', 'ramp up'),
    sustainedSeconds: phase('sustained', 'sustained load', 'sustained'),
    rampDownSeconds: phase('ramp_down', 'ramp-down', 'ramp down'),
    scenarios: scenarios.flatMap((scenario) => {
      const { name, weight } = asRecord(scenario);
      if (typeof name !== 'string') return [];
      return [{ name, weight: typeof weight === 'number' ? weight : null }];
    }),
  };
}

/** An example in prose need not be YAML; one that is not says nothing about the load. */
function readLoadTestYaml(text: string): Readonly<Record<string, unknown>> {
  const { root } = readSourceTree(text);
  return root === null ? {} : asRecord(asRecord(toValue(root))['load_test']);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // Any object has string keys.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function seconds(text: string | null): number | null {
  const duration = text === null ? null : readDurationMs(text);
  return duration === null ? null : duration.value / 1000;
}

function integer(text: string | null): number | null {
  const digits = /^\d+/.exec(text ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
