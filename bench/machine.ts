import { cpus, loadavg } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  readonly date: string;
  /** Over the last minute before the first round: above 0 something else was running. */
  readonly loadBefore: number;
}

export function describeMachine(now: Date): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown processor',
    cores: all.length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    date: now.toISOString().slice(0, 10),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

export function sayMachine({ cpu, cores, platform, node, date, loadBefore }: Machine): string {
  return `${date}, ${cpu}, ${cores} cores, ${platform}, Node ${node.slice(1)}, load average before ${loadBefore}`;
}
