import { isObject } from '../document/place.ts';
import type { JsonObject } from '../document/place.ts';
import { inSameWords } from './binary-forms.ts';
import { missing } from './compare-values.ts';
import type { Effect } from './schema-delta.ts';
import type { FindingMaker, SchemaPair } from './schema-pair.ts';
import { isEqualJson, listOf, mappingOf, textOf } from './schema-reader.ts';

/** Compares what does not say which values are valid: default, deprecation, direction, discriminator, contents. */
export function compareAnnotations(pair: SchemaPair, report: FindingMaker): void {
  compareDefault(pair, report);
  compareDiscriminator(pair, report);
  compareContent(pair, report);
  compareExtensibleEnum(pair, report);
  for (const keyword of ['readOnly', 'writeOnly', 'deprecated', 'x-stability-level', 'x-sunset']) {
    compareKeyword(pair, keyword, report);
  }
}

function compareDefault({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'default';
  const from = base[keyword] ?? undefined;
  const to = revision[keyword] ?? undefined;
  if (isEqualJson(from, to)) return;
  const action = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
  report({ stem: `default-value-${action}`, keyword, effect: 'none', from, to });
}

/** Findings without a name of the field's own; who reads them decides by the property's context. */
function compareKeyword(
  { base, revision }: SchemaPair,
  keyword: string,
  report: FindingMaker,
): void {
  const [from, to] = [base[keyword] ?? false, revision[keyword] ?? false];
  if (isEqualJson(from, to)) return;
  report({ stem: keyword, keyword, effect: 'none', from: base[keyword], to: revision[keyword] });
}

function compareDiscriminator({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'discriminator';
  const from = discriminatorOf(base);
  const to = discriminatorOf(revision);
  if (!isObject(from) || !isObject(to)) {
    if (isObject(from)) report({ stem: 'discriminator-removed', keyword, effect: 'none', from });
    if (isObject(to)) report({ stem: 'discriminator-added', keyword, effect: 'none', to });
    return;
  }
  if (textOf(from, 'propertyName') !== textOf(to, 'propertyName')) {
    report({
      stem: 'discriminator-property-name-changed',
      keyword,
      member: 'propertyName',
      effect: 'none',
      from: from['propertyName'],
      to: to['propertyName'],
    });
  }
  compareMapping(mappingOf(from, 'mapping'), mappingOf(to, 'mapping'), report);
}

/** In Swagger 2.0 it is only the name of the property. */
function discriminatorOf({ discriminator }: JsonObject): unknown {
  return typeof discriminator === 'string' ? { propertyName: discriminator } : discriminator;
}

function compareMapping(from: JsonObject, to: JsonObject, report: FindingMaker): void {
  const place = { keyword: 'discriminator', member: 'mapping', effect: 'none' as Effect };
  const added = missing(Object.keys(to), Object.keys(from));
  const deleted = missing(Object.keys(from), Object.keys(to));
  if (added.length > 0) report({ ...place, stem: 'discriminator-mapping-added', to: added });
  if (deleted.length > 0)
    report({ ...place, stem: 'discriminator-mapping-deleted', from: deleted });
  for (const [key, target] of Object.entries(from)) {
    if (!Object.hasOwn(to, key) || isEqualJson(target, to[key])) continue;
    report({
      ...place,
      stem: 'discriminator-mapping-changed',
      from: `${key}: ${String(target)}`,
      to: `${key}: ${String(to[key])}`,
    });
  }
}

function compareContent(pair: SchemaPair, report: FindingMaker): void {
  const { base, revision } = inSameWords(pair);
  const stems = {
    contentMediaType: 'content-media-type-changed',
    contentEncoding: 'content-encoding-changed',
  };
  for (const [keyword, stem] of Object.entries(stems)) {
    const [from, to] = [textOf(base, keyword), textOf(revision, keyword)];
    if (from !== to) report({ stem, keyword, effect: 'incomparable', from, to });
  }
}

function compareExtensibleEnum({ base, revision }: SchemaPair, report: FindingMaker): void {
  const keyword = 'x-extensible-enum';
  const from = listOf(base, keyword);
  const to = listOf(revision, keyword);
  if (from === undefined || to === undefined) return;
  for (const value of missing(from, to)) {
    report({ stem: 'x-extensible-enum-value-removed', keyword, effect: 'narrows', from: value });
  }
}
