import type { Leftover } from './find-leftovers.ts';
import type { LeftoverReport } from './remove-leftovers.ts';

/** One line for each holder whose things were removed, and for each thing that was not; what is elsewhere is no news. */
export function describeLeftovers({ removed, kept }: LeftoverReport): string[] {
  return [
    ...removed.map(describeRemoved),
    ...kept
      .filter(({ kind }) => kind !== 'elsewhere')
      .map(({ file, what, reason }) => `left alone: ${what ?? file}, because ${reason}`),
  ];
}

function describeRemoved(leftover: Leftover): string {
  const { project, holderPid, startedAt, restarted, processes, paths, dockerProjects } = leftover;
  const parts = [
    count(processes.length, 'process', 'processes'),
    count(paths.length, 'folder or socket', 'folders or sockets'),
    count(dockerProjects.length, 'Docker project', 'Docker projects'),
  ].filter((part) => part !== '');
  const end = restarted ? 'before the machine was restarted' : 'without an end';
  return `removed ${parts.join(', ')} that process ${holderPid} had left in ${project}, started ${startedAt} and gone ${end}`;
}

function count(number: number, one: string, many: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
}
