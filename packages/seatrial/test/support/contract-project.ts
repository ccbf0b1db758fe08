import type { TestContext } from 'node:test';

import { composeOf, smallProject } from './small-project.ts';
import type { TrialProject } from './trial-project.ts';
import { trialProject } from './trial-project.ts';

/** A project whose `web` is held to `api.json`, by the bullets of the section. */
export function contractProject(
  t: TestContext,
  scenarios: readonly string[],
  contract: {
    readonly bullets?: readonly string[];
    readonly document: unknown;
    readonly files?: Readonly<Record<string, string>>;
  },
): TrialProject {
  const { bullets = ['Version: 1.0.0', 'Breaking changes: allowed'], document, files } = contract;
  const section = [
    '## API Contracts',
    '',
    '**Client -> web:**',
    '',
    ...['Contract file: `api.json`', ...bullets].map((line) => `- ${line}`),
    '',
  ].join('\n');
  return trialProject(t, {
    ...smallProject([...scenarios, section], {}, composeOf()),
    'api.json': `${JSON.stringify(document, null, 2)}\n`,
    ...files,
  });
}

/** A description of `GET /ok`, which answers with this schema, and of what is added. */
export function webApi(schema: unknown, paths: Readonly<Record<string, unknown>> = {}): unknown {
  const ok = { description: 'well', content: { 'application/json': { schema } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Web', version: '1.0.0' },
    paths: { '/ok': { get: { responses: { 200: ok } } }, ...paths },
  };
}

/** What a healthy `web` answers at `/ok`. */
export const OK_SCHEMA = {
  type: 'object',
  required: ['ok'],
  properties: { ok: { type: 'boolean' } },
};
