import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { DiffOptions, Level, StabilityLevel } from '@seatrial/contracts';
import { STABILITY_LEVELS } from '@seatrial/contracts';

import type { WrittenAcceptance } from '../../checks/contract/acceptances.ts';
import type { ContractDiff, FailOn } from '../../checks/contract/diff-contracts.ts';
import { diffContracts, FAIL_LEVELS } from '../../checks/contract/diff-contracts.ts';
import { openContract } from '../../checks/contract/open-contract.ts';
import { formatDiagnostic, SeatrialError, suggest } from '../../evidence/index.ts';
import { valueOf, wholeNumberOf } from '../parse-arguments.ts';
import type { Arguments, CommandIo, Verb } from '../verb.ts';
import { renderDiff } from './render-diff.ts';

const EXIT_CHANGED = 1;
const EXIT_INPUT = 3;

export const contractsDiffVerb: Verb = {
  name: 'contracts diff',
  summary: 'Say what changed between two API descriptions, and whom it breaks.',
  positionals: '[base] <revision>',
  options: {
    'fail-on': { type: 'string', value: 'level', summary: 'ERR (default), WARN, INFO or none' },
    format: {
      type: 'string',
      value: 'name',
      summary: 'text, markdown, json, sarif, github or html',
    },
    output: {
      type: 'string',
      short: 'o',
      value: 'file',
      summary: 'write there instead of to stdout',
    },
    expand: {
      type: 'boolean',
      summary: 'repeat a shared change for each operation that it reaches',
    },
    level: {
      type: 'string',
      multiple: true,
      value: 'id=level',
      summary: 'set the level of an id',
    },
    accept: {
      type: 'string',
      value: 'file',
      summary: 'changes that were agreed to, with reason and expiry',
    },
    'flatten-all-of': { type: 'boolean', summary: 'always compare what allOf adds up to' },
    'version-policy': { type: 'boolean', summary: 'judge info.version against what changed' },
    'stability-level': {
      type: 'string',
      value: 'level',
      summary: 'leave out what is less stable: draft, alpha, beta (default) or stable',
    },
    'deprecation-days-beta': {
      type: 'string',
      value: 'days',
      summary: 'from deprecation to sunset of what is in beta; default 0',
    },
    'deprecation-days-stable': {
      type: 'string',
      value: 'days',
      summary: 'from deprecation to sunset of what is stable; default 0',
    },
    'allow-network': { type: 'boolean', summary: 'follow a $ref to http:// and https://' },
  },
  details: [
    'Base and revision are files, or versions in git as <ref>:<path>:',
    '  seatrial contracts diff main:api/openapi.yaml api/openapi.yaml',
    'The path starts where you stand. Without a base it is the version that was',
    'accepted last, by seatrial contracts accept.',
    'Swagger 2.0 and OpenAPI 3.0, 3.1, 3.2, also one against another.',
    '',
    'Exit codes: 0 nothing at or above --fail-on changed',
    '            1 something did',
    '            3 a document could not be read, or not all of it compared',
  ].join('\n'),
  run: async (given, io) => diff(given, io),
};

async function diff(given: Arguments, io: CommandIo): Promise<number> {
  const [baseUri, revisionUri] = await urisOf(given, io);
  const places = {
    workingDirectory: io.workingDirectory,
    allowNetwork: given.flags.has('allow-network'),
  };
  const base = openContract(baseUri, places);
  const revision = openContract(revisionUri, places);
  const failOn = choiceOf(given, 'fail-on', FAIL_LEVELS) ?? 'ERR';
  const found = diffContracts({
    base,
    revision,
    places,
    options: optionsOf(given),
    failOn,
    acceptances: await acceptancesOf(given, io),
    today: new Date(),
  });
  const exitCode = exitCodeOf(found);
  const format = formatOf(given);
  const rendered = await renderDiff(found, {
    format,
    base,
    revision,
    failOn,
    exitCode,
    colors: io.stdout.isTTY && io.env['NO_COLOR'] === undefined,
  });
  const output = valueOf(given, 'output');
  if (output === undefined) io.stdout.write(rendered);
  else writeFileSync(resolve(io.workingDirectory, output), rendered);
  if (format !== 'json' || output !== undefined) {
    for (const warning of found.warnings) io.stderr.write(`${formatDiagnostic(warning)}\n`);
  }
  return exitCode;
}

/** Both documents; the base is the accepted version of the revision when only that is given. */
async function urisOf(
  { positionals }: Arguments,
  { workingDirectory }: CommandIo,
): Promise<readonly [string, string]> {
  const [one, other, ...more] = positionals;
  if (one === undefined || more.length > 0) {
    throw new SeatrialError('USAGE', 'contracts diff needs two documents: <base> <revision>');
  }
  if (other !== undefined) return [one, other];
  const { findAccepted } = await import('./find-accepted.ts');
  return [await findAccepted(one, workingDirectory), one];
}

/** Read lazily: most comparisons accept nothing, and start-up counts. */
async function acceptancesOf(
  given: Arguments,
  io: CommandIo,
): Promise<readonly WrittenAcceptance[]> {
  const file = valueOf(given, 'accept');
  if (file === undefined) return [];
  const { readAcceptances } = await import('../../checks/contract/read-acceptances.ts');
  return readAcceptances(resolve(io.workingDirectory, file));
}

/** A document of which a part could not be read was not compared, whatever else was found. */
function exitCodeOf({ warnings, failing }: ContractDiff): number {
  if (warnings.some(({ severity }) => severity === 'error')) return EXIT_INPUT;
  return failing.length > 0 ? EXIT_CHANGED : 0;
}

export const FORMATS = ['text', 'markdown', 'json', 'sarif', 'github', 'html'] as const;
export type Format = (typeof FORMATS)[number];

function formatOf(given: Arguments): Format {
  const format = choiceOf(given, 'format', FORMATS);
  if (given.flags.has('json')) {
    if (format === undefined || format === 'json') return 'json';
    throw new SeatrialError('USAGE', `--json and --format ${format} ask for different things`);
  }
  return format ?? 'text';
}

function optionsOf(given: Arguments): DiffOptions {
  const beta = wholeNumberOf(given, 'deprecation-days-beta', 0) ?? 0;
  const stable = wholeNumberOf(given, 'deprecation-days-stable', 0) ?? 0;
  const stabilityLevel: StabilityLevel | undefined = choiceOf(
    given,
    'stability-level',
    STABILITY_LEVELS,
  );
  return {
    expand: given.flags.has('expand'),
    flattenAllOf: given.flags.has('flatten-all-of'),
    versioningPolicy: given.flags.has('version-policy'),
    deprecationDays: { beta, stable },
    levels: levelsOf(given.values.get('level') ?? []),
    ...(stabilityLevel === undefined ? {} : { stabilityLevel }),
  };
}

function levelsOf(texts: readonly string[]): Record<string, Level> {
  return Object.fromEntries(
    texts.map((text) => {
      const [id = '', level = ''] = text.split('=');
      if (id !== '' && (level === 'ERR' || level === 'WARN' || level === 'INFO'))
        return [id, level];
      throw new SeatrialError(
        'USAGE',
        `--level: expected id=ERR, id=WARN or id=INFO, got "${text}"`,
      );
    }),
  );
}

function choiceOf<Choice extends string>(
  given: Arguments,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = valueOf(given, name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new SeatrialError(
    'USAGE',
    `--${name}: expected one of ${choices.join(', ')}, got "${text}"`,
    {
      hint: suggest(text, choices),
    },
  );
}

export type { FailOn };
