/**
 * Who may import whom: the layer table of the house, as an oxlint plugin. A room is a folder under a
 * package's `src/`; `import type` obeys the same table as `import`.
 */
import { dirname, join, relative } from 'node:path';

/** What one room may import besides itself, `node:` and the packages its package.json names. */
interface Room {
  readonly rooms: readonly string[];
  /** Engine packages; anything of ours that is not named is forbidden. */
  readonly engines: readonly string[];
}

const ENGINES = ['@seatrial/contracts', '@seatrial/environment', '@seatrial/load'];
const BELOW_CHECKS = ['plan', 'spec', 'project', 'evidence'];

/** The rooms of `packages/seatrial/src`, top down. A room names only rooms below it. */
export const SEATRIAL_ROOMS: Readonly<Record<string, Room>> = {
  cli: {
    rooms: ['session', 'report', 'run', 'checks', 'environment', ...BELOW_CHECKS],
    engines: ENGINES,
  },
  mcp: {
    rooms: ['session', 'report', 'run', 'checks', 'environment', ...BELOW_CHECKS],
    engines: ENGINES,
  },
  session: { rooms: ['checks', ...BELOW_CHECKS], engines: [] },
  report: { rooms: ['evidence'], engines: [] },
  run: { rooms: ['checks', 'environment', ...BELOW_CHECKS], engines: ['@seatrial/environment'] },
  environment: { rooms: ['project', 'evidence'], engines: ['@seatrial/environment'] },
  checks: { rooms: BELOW_CHECKS, engines: ENGINES },
  plan: { rooms: ['spec', 'project', 'evidence'], engines: [] },
  spec: { rooms: ['project', 'evidence'], engines: [] },
  project: { rooms: ['evidence'], engines: [] },
  evidence: { rooms: [], engines: [] },
};

/** The rooms of `systems/cooker/src`: the domain knows no adapter, only `main.ts` knows them all. */
export const COOKER_ROOMS: Readonly<Record<string, Room>> = {
  safety: { rooms: [], engines: [] },
  device: { rooms: [], engines: [] },
  store: { rooms: ['cook', 'device', 'safety'], engines: [] },
  cook: { rooms: ['safety', 'device'], engines: [] },
  anova: { rooms: ['device'], engines: [] },
  openapi: { rooms: ['http', 'cook', 'safety', 'device'], engines: [] },
  http: { rooms: ['cook', 'safety', 'device'], engines: [] },
};

const HOUSES: readonly {
  readonly source: string;
  readonly rooms: Readonly<Record<string, Room>>;
}[] = [
  { source: 'packages/seatrial/src', rooms: SEATRIAL_ROOMS },
  { source: 'systems/cooker/src', rooms: COOKER_ROOMS },
];

/**
 * Says why `file` may not import `specifier`; undefined when it may.
 *
 * @param file - relative to the repository, forward slashes
 */
export function forbidden(file: string, specifier: string): string | undefined {
  if (/\.test\.ts$|(^|\/)(test|bench|tools)\//.test(file)) return undefined;
  return forbiddenPackage(file, specifier) ?? forbiddenRoom(file, specifier);
}

function forbiddenPackage(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return leavesPackage(file, specifier);
  const ours = /^(seatrial|@seatrial\/[^/]+)/.exec(specifier)?.[1];
  if (ours === undefined) return undefined;
  if (file.startsWith('systems/')) return `a system may not import "${ours}" outside its tests`;
  if (!file.startsWith('packages/seatrial/')) return `an engine package may not import "${ours}"`;
  const room = roomOf(file);
  if (room === undefined || room.table[room.name]?.engines.includes(ours) === true)
    return undefined;
  return `"${room.name}" may not import the package "${ours}"`;
}

/** A package is entered through its exports only. */
function leavesPackage(file: string, specifier: string): string | undefined {
  const home = file.split('/').slice(0, 2).join('/');
  const target = join(dirname(file), specifier);
  if (target.startsWith(`${home}/`)) return undefined;
  return `"${specifier}" leaves ${home}; a package is entered through its exports`;
}

function forbiddenRoom(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const from = roomOf(file);
  const to = roomOf(join(dirname(file), specifier));
  if (from === undefined || to === undefined || from.name === to.name) return undefined;
  const room = from.table[from.name];
  if (room === undefined) return `room "${from.name}" is not in the layer table (tools/layers.ts)`;
  if (room.rooms.includes(to.name)) return undefined;
  const allowed = room.rooms.length === 0 ? 'nothing of ours' : room.rooms.join(', ');
  return `"${from.name}" may not import "${to.name}"; it may import ${allowed}`;
}

/** The room that a file lies in; undefined for files directly under `src/`, which compose the rooms. */
function roomOf(
  file: string,
): { readonly name: string; readonly table: Readonly<Record<string, Room>> } | undefined {
  for (const { source, rooms } of HOUSES) {
    if (!file.startsWith(`${source}/`)) continue;
    const [name, ...rest] = file.slice(source.length + 1).split('/');
    return name === undefined || rest.length === 0 ? undefined : { name, table: rooms };
  }
  return undefined;
}

interface ImportNode {
  readonly source?: { readonly value?: unknown } | null;
}
interface RuleContext {
  readonly filename: string;
  readonly cwd: string;
  report(problem: { node: ImportNode; message: string }): void;
}

const direction = {
  create(context: RuleContext): Record<string, (node: ImportNode) => void> {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/');
    const visit = (node: ImportNode): void => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const message = forbidden(file, specifier);
      if (message !== undefined) context.report({ node, message });
    };
    return {
      ImportDeclaration: visit,
      ExportNamedDeclaration: visit,
      ExportAllDeclaration: visit,
      ImportExpression: visit,
    };
  },
};

// oxlint loads a plugin by its default export.
export default { meta: { name: 'layers' }, rules: { direction } };
