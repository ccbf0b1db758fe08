import type { Diagnostic } from '../../evidence/index.ts';
import type { Background, ScenarioBlock, Step } from './block.ts';
import { readSourceTree } from './read-source-tree.ts';
import type { Origin } from './reader.ts';
import { Reader } from './reader.ts';
import { resetShape } from './reset-shape.ts';
import type { Shape } from './shape.ts';
import { listOf, mapOf, optional, recordOf, required, writtenText } from './shape.ts';
import type { TreeNode } from './source-tree.ts';
import { entryOf } from './source-tree.ts';
import { step } from './steps/step.ts';
import { HEADER_KEY, SERVICE_KEY } from './terms.ts';

const trackedStep: Shape<Step> = {
  schema: { $ref: '#/$defs/step' },
  read: (node, reader) => {
    const read = step.read(node, reader);
    // Also from a step that was refused: one mistake should not be reported at every later use.
    for (const name of capturedNames(node)) reader.captures.add(name);
    return read;
  },
};

const steps = listOf(trackedStep, { title: 'a list of steps', atLeast: 1 });

const reset = optional(resetShape, {
  description:
    'What goes back to the state after the fixtures before the scenario: true for all that can, or a list of services.',
  examples: [true, ['db']],
});

/** A ```` ```yaml scenario ```` block. */
export const scenarioShape = mapOf(
  {
    steps: required(steps, { description: 'Carried out in order; the first that fails ends it.' }),
    reset,
  },
  { title: 'a scenario' },
);

const serviceHeaders = recordOf(writtenHeader(), {
  title: 'a map of headers',
  key: HEADER_KEY,
  normalise: (name) => name.toLowerCase(),
});

const backgroundMap = mapOf(
  {
    steps: optional(steps, { description: 'Carried out before the steps of each scenario.' }),
    headers: optional(
      recordOf(serviceHeaders, { title: 'a map from services to headers', key: SERVICE_KEY }),
      {
        description: 'Headers sent with each http and ws step, by service.',
        examples: [{ cooker: { authorization: 'Bearer ${cooker.API_KEY}' } }],
      },
    ),
    reset,
  },
  { title: 'a background' },
);

/** A ```` ```yaml background ```` block. */
export const backgroundShape: typeof backgroundMap = {
  ...backgroundMap,
  schema: { ...backgroundMap.schema, minProperties: 1 },
};

/**
 * Reads the text inside a ```` ```yaml scenario ```` fence. Never throws; `block` is null when a diagnostic
 * is an error.
 *
 * @param origin - where the first character of `text` stands in the Markdown file
 * @param options - the background of the same file, whose captures the steps may use
 */
export function parseScenarioBlock(
  text: string,
  origin: Origin,
  options: { readonly background?: Background | null } = {},
): { readonly block: ScenarioBlock | null; readonly diagnostics: readonly Diagnostic[] } {
  const captures = options.background?.steps.flatMap(capturesOfStep) ?? [];
  const reader = new Reader(text, origin, captures);
  const root = readRoot(text, reader, 'steps');
  const read = root === null ? undefined : scenarioShape.read(root, reader);
  const { variables } = reader;
  const block =
    read?.steps === undefined
      ? null
      : { steps: read.steps, reset: read.reset ?? null, variables, source: reader.position(0) };
  return { block, diagnostics: reader.diagnostics };
}

/**
 * Reads the text inside a ```` ```yaml background ```` fence. Never throws; `background` is null when a
 * diagnostic is an error.
 *
 * @param origin - where the first character of `text` stands in the Markdown file
 */
export function parseBackgroundBlock(
  text: string,
  origin: Origin,
): { readonly background: Background | null; readonly diagnostics: readonly Diagnostic[] } {
  const reader = new Reader(text, origin);
  const root = readRoot(text, reader, 'headers, steps or reset');
  const read = root === null ? undefined : readBackground(root, reader);
  if (read === undefined) return { background: null, diagnostics: reader.diagnostics };
  const { headers = {}, steps: own = [], reset: wish = null } = read;
  const { variables } = reader;
  const background = { headers, steps: own, reset: wish, variables, source: reader.position(0) };
  return { background, diagnostics: reader.diagnostics };
}

function readBackground(
  root: TreeNode,
  reader: Reader,
): ReturnType<(typeof backgroundShape)['read']> {
  // Headers may use what the background's steps capture, wherever they stand in the block.
  if (root.kind !== 'map') return backgroundShape.read(root, reader);
  const entries = root.entries.toSorted((left, right) => rank(left.key) - rank(right.key));
  return backgroundShape.read({ ...root, entries }, reader);
}

function rank(key: string): number {
  return key === 'steps' ? 0 : 1;
}

function readRoot(text: string, reader: Reader, wanted: string): TreeNode | null {
  const { root, problems } = readSourceTree(text);
  for (const { at, ...complaint } of problems) reader.complain(at, complaint);
  if (problems.length > 0) return null;
  const isEmpty = root === null || (root.kind === 'map' && root.entries.length === 0);
  if (!isEmpty && !(root.kind === 'scalar' && root.value === null)) return root;
  reader.complain(root?.at ?? 0, {
    code: 'SPEC_EMPTY_BLOCK',
    message: 'this block holds nothing',
    expected: wanted,
    hint: 'write a step, or take the block out',
  });
  return null;
}

function writtenHeader(): Shape<string> {
  const value = writtenText('the value of a header');
  return { ...value, schema: { ...value.schema, not: { type: 'string', pattern: '[\\r\\n]' } } };
}

function capturesOfStep(of: Step): readonly string[] {
  if (of.kind === 'wait until') return Object.keys(of.step.capture);
  return of.kind === 'fault' ? [] : Object.keys(of.capture);
}

function capturedNames(node: TreeNode): readonly string[] {
  const inner = entryOf(node, 'wait until')?.value;
  const capture = entryOf(node, 'capture')?.value;
  const own = capture?.kind === 'map' ? capture.entries.map(({ key }) => key) : [];
  return inner === undefined ? own : [...own, ...capturedNames(inner)];
}
