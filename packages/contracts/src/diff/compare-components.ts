import type { Api } from '../api/api.ts';
import type { JsonObject, Place } from '../document/place.ts';
import { isObject } from '../document/place.ts';
import { isEqualJson, mappingOf, textOf } from '../schema/schema-reader.ts';
import type { ChangeCollector } from './change-collector.ts';
import type { Told } from './change.ts';

/** Compares what is declared for all operations: security schemes, and schemas that are gone. */
export function compareComponents(base: Api, revision: Api, collector: ChangeCollector): void {
  const tell = (told: Told): void => collector.addToApi('components', told);
  for (const [name, place] of base.schemas) {
    if (!revision.schemas.has(name)) tell({ id: 'api-schema-removed', base: place, from: name });
  }
  for (const [name, place] of base.securitySchemes) {
    const other = revision.securitySchemes.get(name);
    if (other === undefined)
      tell({ id: 'api-security-component-removed', base: place, from: name });
    else compareScheme(place, other, tell);
  }
  for (const [name, place] of revision.securitySchemes) {
    if (base.securitySchemes.has(name)) continue;
    tell({ id: 'api-security-component-added', revision: place, to: name });
  }
}

function compareScheme(base: Place, revision: Place, tellAny: (told: Told) => void): void {
  const tell = (told: Told): void => tellAny({ base, revision, ...told });
  const before = inModernWords(base);
  const after = inModernWords(revision);
  const [from, to] = [textOf(before, 'type'), textOf(after, 'type')];
  if (from !== to) tell({ id: 'api-security-component-type-changed', from, to });
  for (const keyword of ['in', 'name', 'scheme', 'openIdConnectUrl']) {
    if (isEqualJson(before[keyword], after[keyword])) continue;
    // Whoever sends the credentials as before is not understood any more.
    const id = `api-security-component-${kebab(keyword)}-changed`;
    tell({ id, level: 'ERR', from: before[keyword], to: after[keyword] });
  }
  for (const [flow, flows] of flowsOf(before)) {
    const other = flowsOf(after).get(flow);
    if (other !== undefined) compareFlow(flows, other, tell);
  }
}

/** What Swagger 2.0 calls basic is a scheme of HTTP. */
function inModernWords({ value }: Place): JsonObject {
  if (!isObject(value)) return {};
  return value['type'] === 'basic' ? { ...value, type: 'http', scheme: 'basic' } : value;
}

/** Flows that have another name in Swagger 2.0. */
const FLOWS: Readonly<Record<string, string>> = {
  accessCode: 'authorizationCode',
  application: 'clientCredentials',
};

/** Flows by name; Swagger 2.0 has one, written into the scheme itself. */
function flowsOf(scheme: JsonObject): ReadonlyMap<string, JsonObject> {
  const { flow: written } = scheme;
  if (typeof written === 'string') return new Map([[FLOWS[written] ?? written, scheme]]);
  return new Map(
    Object.entries(mappingOf(scheme, 'flows')).flatMap(([name, flow]) =>
      isObject(flow) ? [[name, flow] as const] : [],
    ),
  );
}

function compareFlow(base: JsonObject, revision: JsonObject, tell: (told: Told) => void): void {
  const urls = {
    authorizationUrl: 'api-security-component-oauth-url-changed',
    tokenUrl: 'api-security-component-oauth-token-url-changed',
  };
  for (const [keyword, id] of Object.entries(urls)) {
    const [from, to] = [textOf(base, keyword), textOf(revision, keyword)];
    if (from !== to) tell({ id, from, to });
  }
  const before = mappingOf(base, 'scopes');
  const after = mappingOf(revision, 'scopes');
  for (const [scope, text] of Object.entries(before)) {
    if (!Object.hasOwn(after, scope))
      tell({ id: 'api-security-component-oauth-scope-removed', from: scope });
    else if (!isEqualJson(text, after[scope]))
      tell({ id: 'api-security-component-oauth-scope-changed', from: text, to: after[scope] });
  }
  for (const scope of Object.keys(after)) {
    if (Object.hasOwn(before, scope)) continue;
    tell({ id: 'api-security-component-oauth-scope-added', to: scope });
  }
}

function kebab(keyword: string): string {
  return keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
