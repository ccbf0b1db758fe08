/** `npm run conformance -w packages/contracts -- DIR [--predictions OUT.json]`: scores a corpus of cases. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { compareApis, knownLevel, openDocument } from '../src/index.ts';
import type { CorpusCase } from './corpus-case.ts';
import { readCorpus } from './corpus-case.ts';
import { sayScore } from './say-score.ts';
import type { Prediction } from './score.ts';
import { scoreCorpus } from './score.ts';

const USAGE = 'usage: npm run conformance -w packages/contracts -- DIR [--predictions OUT.json]\n';
const USAGE_EXIT_CODE = 3;

process.exitCode = main(process.argv.slice(2));

function main(argv: string[]): number {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { predictions: { type: 'string' } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    process.stderr.write(USAGE);
    return USAGE_EXIT_CODE;
  }
  const cases = readCorpus(folder);
  if (cases.length === 0) {
    process.stderr.write(`conformance: no case <name>/expected.json below ${folder}\n`);
    return USAGE_EXIT_CODE;
  }
  const predictions = new Map(cases.map((one) => [one.name, predict(one)]));
  if (values.predictions !== undefined) {
    const document = JSON.stringify(Object.fromEntries(predictions), null, 1);
    writeFileSync(values.predictions, `${document}\n`);
  }
  process.stdout.write(sayScore(scoreCorpus(cases, predictions, knownLevel)));
  return 0;
}

function predict({ base, revision, options }: CorpusCase): Prediction[] {
  const { changes } = compareApis(
    { base: openDocument(base, 'base.yaml'), revision: openDocument(revision, 'revision.yaml') },
    options,
  );
  return changes.map(({ id, level, method, path }) => ({ id, level, method, path }));
}
