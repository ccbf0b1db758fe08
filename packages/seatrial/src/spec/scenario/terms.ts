import type { Capture, Target } from './block.ts';
import { jsonPathProblem } from './json-path.ts';
import { complainPath } from './read-expectation.ts';
import type { Reader } from './reader.ts';
import { didYouMean } from './reader.ts';
import { CAPTURE_NAME } from './references.ts';
import type { Shape } from './shape.ts';
import { mapped, text } from './shape.ts';
import type { TreeNode } from './source-tree.ts';
import { describeNode } from './source-tree.ts';

/** As a pattern: what a service may be called, as Compose has it. */
export const SERVICE_NAME = '[A-Za-z0-9][A-Za-z0-9_.-]*';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'];
/** Bounds are at most about a day, so that a timer can hold them. */
const DURATION =
  /^(?=.*[1-9])(?:\d{1,7}ms|\d{1,5}(?:\.\d{1,3})?s|\d{1,4}(?:\.\d{1,3})?m|\d{1,2}(?:\.\d{1,3})?h)$/;
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PLACE = `(${SERVICE_NAME})(?::(\\d{1,5}))?(\\/[^\\s#]*|\\$\\{[^}\\s]*\\})?`;
const HTTP_TARGET = new RegExp(`^(${METHODS.join('|')}) +${PLACE}$`);
const WS_TARGET = new RegExp(`^${PLACE}$`);
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const CAPTURE_SOURCE = /^(?:\$(?:[.[][^]*)?|header:[!#$%&'*+.^_`|~0-9A-Za-z-]+)$/;

/** What a service may be called, as Compose has it. */
export const SERVICE_KEY = {
  pattern: new RegExp(`^${SERVICE_NAME}$`),
  words: 'the name of a Compose service',
};
/** What a header may be called (RFC 9110 §5.6.2). */
export const HEADER_KEY = { pattern: HEADER, words: 'the name of a header' };
/** What a capture may be called. */
export const CAPTURE_KEY = { pattern: CAPTURE_NAME, words: 'a name of letters, digits, _ and -' };

export const service: Shape<string> = text({
  title: 'the name of a Compose service',
  pattern: SERVICE_KEY.pattern,
});

/** `500ms`, `2s`, `1.5m`, `1h`, in milliseconds. */
export const duration: Shape<number> = mapped(
  text({
    title: 'a duration such as 500ms, 2s or 1m, above zero and at most about a day',
    pattern: DURATION,
    code: 'SPEC_INVALID_DURATION',
    hint: 'write a number and its unit without a space: 500ms, 2s, 1.5m',
  }),
  (value) => {
    const [, amount = '', unit = ''] = /^([\d.]+)([a-z]+)$/.exec(value) ?? [];
    return Number(amount) * (UNITS_MS[unit] ?? 0);
  },
);

/** `POST cooker:8080/start-cook?x=1`. */
export const httpTarget: Shape<{ readonly method: string; readonly target: Target }> = {
  schema: { type: 'string', pattern: HTTP_TARGET.source },
  read: (node, reader) => {
    const written = readTargetText(node, reader, 'METHOD service/path');
    if (written === undefined) return undefined;
    const [, method = '', ...place] = HTTP_TARGET.exec(written) ?? [];
    if (method === '') return complainTarget(node, reader, explainHttp(written));
    reader.checkReferences(written, node.at);
    return { method, target: toTarget(place) };
  },
};

/** `web/events?x=1`. */
export const wsTarget: Shape<Target> = {
  schema: { type: 'string', pattern: WS_TARGET.source },
  read: (node, reader) => {
    const written = readTargetText(node, reader, 'service/path');
    if (written === undefined) return undefined;
    const [whole, ...place] = WS_TARGET.exec(written) ?? [];
    if (whole === undefined) {
      const hint = explainPlace(written);
      return complainTarget(node, reader, {
        expected: 'service/path, such as web/events?since=1',
        hint,
      });
    }
    reader.checkReferences(written, node.at);
    return toTarget(place);
  },
};

function readTargetText(node: TreeNode, reader: Reader, form: string): string | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
  reader.expected(node, form);
  return undefined;
}

function toTarget([name = '', port, path = '/']: readonly (string | undefined)[]): Target {
  return { service: name, port: port === undefined ? null : Number(port), path };
}

function complainTarget(
  node: TreeNode,
  reader: Reader,
  about: { readonly expected: string; readonly hint: string },
): undefined {
  reader.complain(node.at, {
    code: 'SPEC_INVALID_TARGET',
    message: 'this target cannot be understood',
    seen: describeNode(node),
    ...about,
  });
  return undefined;
}

function explainHttp(written: string): { expected: string; hint: string } {
  const expected = 'METHOD service/path, such as GET cooker/status';
  const [method = '', place] = written.split(/ +/);
  if (METHODS.includes(method)) return { expected, hint: explainPlace(place ?? '') };
  if (place === undefined) return { expected, hint: `begin with a method: ${METHODS.join(', ')}` };
  const guess = didYouMean(method, METHODS) ?? '';
  return { expected, hint: `${guess} methods are ${METHODS.join(', ')}`.trim() };
}

function explainPlace(place: string): string {
  if (place.includes('://')) {
    return 'name the Compose service instead of a URL: the environment knows host and port';
  }
  if (place.includes('#')) return 'a fragment is never sent: take the part from "#" on out';
  if (place.startsWith('/')) return 'put the name of the service before the path';
  return 'the name of a service, a container port after ":" if it has several, and a path after "/"';
}

/** `$.cook_id` or `header:location`. */
export const captureSource: Shape<Capture> = mapped(
  text({ title: 'a JSONPath such as $.id, or header:<name>', pattern: CAPTURE_SOURCE }),
  (value, node, reader) => {
    const at = reader.position(node.at);
    if (value.startsWith('header:')) {
      return { from: 'header', header: value.slice('header:'.length).toLowerCase(), at };
    }
    const problem = jsonPathProblem(value);
    if (problem === null) return { from: 'result', path: value, at };
    complainPath(reader, node.at, { path: value, problem });
    return undefined;
  },
);
