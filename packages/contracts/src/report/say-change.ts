import type { Change } from '../diff/change.ts';
import { sayValue } from './say-value.ts';

/** What changed, in one sentence: `request body, application/json, name: maximum length decreased from 20 to 10`. */
export function sayChange(change: Change): string {
  const said = SENTENCES[change.id]?.(change) ?? sayByWords(change);
  return change.where === '' ? said : `${change.where}: ${said}`;
}

type Sayable = Pick<Change, 'id' | 'from' | 'to'>;

/** What the words of an id do not tell well enough. */
const SENTENCES: Readonly<Record<string, (change: Sayable) => string>> = {
  'endpoint-added': () => 'the endpoint is new',
  'api-removed-without-deprecation': () =>
    'the endpoint was removed without having been deprecated',
  'api-path-removed-without-deprecation': () =>
    'the path was removed without the endpoint having been deprecated',
  'api-removed-before-sunset': () => 'the endpoint was removed before its sunset date',
  'api-path-removed-before-sunset': () =>
    'the path was removed before the sunset date of the endpoint',
  'new-required-request-property': ({ to }) => `the new property ${sayValue(to)} is required`,
  'new-required-request-property-with-default': ({ to }) =>
    `the new property ${sayValue(to)} is required, though it has a default`,
  'new-optional-request-property': ({ to }) => `the property ${sayValue(to)} is new and optional`,
  'request-property-removed': ({ from }) => `the property ${sayValue(from)} was removed`,
  'request-property-became-required': ({ to }) => `the property ${sayValue(to)} became required`,
  'request-property-became-optional': ({ to }) => `the property ${sayValue(to)} became optional`,
  'response-required-property-removed': ({ from }) =>
    `the property ${sayValue(from)}, which was always there, was removed`,
  'response-optional-property-removed': ({ from }) =>
    `the property ${sayValue(from)}, which was not always there, was removed`,
  'response-property-became-optional': ({ from }) =>
    `the property ${sayValue(from)} is not always there any more`,
  'response-success-status-removed': ({ from }) =>
    `the success status ${sayValue(from)} was removed`,
  'new-required-request-parameter': () => 'the parameter is new and required',
  'new-optional-request-parameter': () => 'the parameter is new and optional',
  'request-parameter-removed': () => 'the parameter was removed',
};

/** Beginnings of ids that `where` says already, the longest first. */
const PREFIXES = [
  'callback-',
  'request-read-only-property-',
  'response-write-only-property-',
  'request-parameter-property-',
  'request-header-property-',
  'response-header-property-',
  'request-parameter-',
  'request-property-',
  'response-property-',
  'response-mediatype-',
  'response-header-',
  'request-body-',
  'response-body-',
];

const WORDS: Readonly<Record<string, string>> = {
  max: 'maximum',
  min: 'minimum',
  'exclusive-max': 'exclusive maximum',
  'exclusive-min': 'exclusive minimum',
  'max-length': 'maximum length',
  'min-length': 'minimum length',
  'max-items': 'maximum number of items',
  'min-items': 'minimum number of items',
  'max-properties': 'maximum number of properties',
  'min-properties': 'minimum number of properties',
};

function sayByWords({ id, from, to }: Sayable): string {
  const stem = PREFIXES.reduce(
    (rest, prefix) => (rest.startsWith(prefix) ? rest.slice(prefix.length) : rest),
    id,
  );
  const [, subject = '', verb = ''] = /^(.*)-([a-z]+)$/.exec(stem) ?? [];
  const said = verb === '' ? stem : `${WORDS[subject] ?? subject.replaceAll('-', ' ')} ${verb}`;
  return `${said}${sayValues(from, to)}`;
}

function sayValues(from: unknown, to: unknown): string {
  if (from === undefined && to === undefined) return '';
  if (from === undefined) return `: ${sayValue(to)}`;
  if (to === undefined || to === from) return `: ${sayValue(from)}`;
  return ` from ${sayValue(from)} to ${sayValue(to)}`;
}

/** Whom a change breaks, and how. */
export function sayWhy({ level, direction }: Pick<Change, 'level' | 'direction'>): string {
  if (level === 'INFO') return '';
  const certain = level === 'ERR';
  if (direction === 'request')
    return certain
      ? 'Who sends what was valid before is refused now.'
      : 'Who sends what was valid before may be refused now; the documents do not say.';
  if (direction === 'response')
    return certain
      ? 'Who reads the answers may meet what could not occur before.'
      : 'Who reads the answers may not be prepared for this; the documents do not say.';
  return certain
    ? 'Who uses it does not find it as it was.'
    : 'Who uses it may not find it as it was.';
}
