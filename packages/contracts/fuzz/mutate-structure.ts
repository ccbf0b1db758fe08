import type { Random } from './random.ts';

type Container = Record<string, unknown> | unknown[];

/** A member of a mapping or an item of a list. */
interface Slot {
  readonly owner: Container;
  readonly key: string;
  readonly pointer: string;
}

type Mutation = (slot: Slot, random: Random, slots: readonly Slot[]) => void;

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  '',
  'x',
  'string',
  [],
  {},
  ['a'],
  { a: 1 },
  { type: 'string' },
  { $ref: '#' },
];
const WORDS: readonly string[] = [
  'type',
  '$ref',
  'properties',
  'items',
  'allOf',
  'oneOf',
  'required',
  'enum',
  'paths',
  'get',
  'post',
  'schema',
  'content',
  'x-a',
  '__proto__',
  'constructor',
  'a/b~c',
  '',
  '200',
  'default',
  'in',
  'name',
  'nullable',
  'const',
  'not',
  '$id',
  '$anchor',
];

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  delete: ({ owner, key }) => {
    if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else delete owner[key];
  },
  duplicate: ({ owner, key }, random) => {
    const copy: unknown = structuredClone(get(owner, key));
    if (Array.isArray(owner)) owner.splice(Number(key), 0, copy);
    else set(owner, `${key}${random.pick(['2', '_', 's'])}`, copy);
  },
  swap: (slot, random, slots) => {
    const other = random.pick(slots);
    // What lies inside of the other would hold itself after the swap.
    if (isInside(slot, other) || isInside(other, slot)) return;
    const value = get(slot.owner, slot.key);
    set(slot.owner, slot.key, get(other.owner, other.key));
    set(other.owner, other.key, value);
  },
  retype: ({ owner, key }, random) => {
    set(owner, key, structuredClone(random.pick(VALUES)));
  },
  change: ({ owner, key }, random) => {
    const value = get(owner, key);
    if (typeof value === 'number') set(owner, key, value + random.pick([-1, 1, 0.5]));
    else if (typeof value === 'boolean') set(owner, key, !value);
    else if (typeof value === 'string')
      set(owner, key, random.pick(['string', 'integer', 'array', 'object', `${value}x`]));
    else set(owner, key, structuredClone(random.pick(VALUES)));
  },
  rename: ({ owner, key }, random) => {
    if (Array.isArray(owner)) return;
    const value = owner[key];
    delete owner[key];
    set(owner, random.pick(WORDS), value);
  },
  add: ({ owner, key }, random) => {
    const value = get(owner, key);
    const into = typeof value === 'object' && value !== null ? (value as Container) : owner;
    if (Array.isArray(into)) into.push(structuredClone(random.pick(VALUES)));
    else set(into, random.pick(WORDS), structuredClone(random.pick(VALUES)));
  },
  'break-reference': (slot, random, slots) => {
    const { owner, key } = slots.find((one) => one.key === '$ref' && random.next() < 0.5) ?? slot;
    set(
      owner,
      key,
      random.pick([
        '#/nothing',
        '#/components',
        '#',
        'other.yaml',
        '#anchor',
        '#/%',
        'http://[',
        '',
      ]),
    );
  },
  cycle: ({ owner, key, pointer }, random) => {
    const above = pointer.split('/');
    const way = above.slice(0, 1 + random.below(above.length)).join('/');
    set(owner, key, { $ref: `#${way}` });
  },
};

/** Changes a copy of a parsed document in one place; says how. */
export function mutateStructure(
  root: unknown,
  random: Random,
): { readonly kind: string; readonly text: string } {
  // An alias of YAML stands at two places; a copy by text stands at each for itself.
  const copy: unknown = JSON.parse(JSON.stringify(root));
  const slots = slotsOf(copy);
  const kind = random.pick(Object.keys(MUTATIONS));
  MUTATIONS[kind]?.(random.pick(slots), random, slots);
  return { kind: `structure ${kind}`, text: JSON.stringify(copy, null, 1) };
}

function slotsOf(root: unknown): Slot[] {
  const slots: Slot[] = [];
  const open: { readonly value: unknown; readonly pointer: string }[] = [
    { value: root, pointer: '' },
  ];
  for (const { value, pointer } of open) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      slots.push({ owner: value as Container, key, pointer: at });
      open.push({ value: inner, pointer: at });
    }
  }
  return slots;
}

function isInside(one: Slot, other: Slot): boolean {
  return `${one.pointer}/`.startsWith(`${other.pointer}/`);
}

function get(owner: Container, key: string): unknown {
  return Array.isArray(owner) ? owner[Number(key)] : owner[key];
}

function set(owner: Container, key: string, value: unknown): void {
  // A plain assignment would change the prototype when the key is `__proto__`.
  Object.defineProperty(owner, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
