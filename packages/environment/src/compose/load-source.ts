import type { SourceLocation } from '../diagnostic.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import type { LoadContext } from './load-context.ts';
import { describeLocated } from './located.ts';
import type { LocatedMap } from './located.ts';
import { mergeComposeMaps } from './merge-located.ts';
import { emptyMap, readLocated } from './read-located.ts';
import { readTextFile } from './read-text-file.ts';
import { resolveExtends } from './resolve-extends.ts';
import { resolveIncludes } from './resolve-includes.ts';

/** Far more than projects have; files that include each other twice reach millions. */
const MAX_FILES = 200;

/**
 * Loads files, each laid over the ones before it, `extends` and `include` resolved; what is wrong is in the log.
 * `at` is where the files are named, when another file names them.
 */
export function loadSource(
  files: readonly string[],
  context: LoadContext,
  at?: SourceLocation,
): LocatedMap {
  let merged: LocatedMap | undefined;
  for (const file of files) {
    for (const document of readDocuments(file, { context, at })) {
      const extended = resolveExtends(document, {
        ...context,
        file,
        readOther: readOtherOf(context),
      });
      const complete = resolveIncludes(extended, { ...context, file, load: loadSource });
      merged = merged === undefined ? complete : mergeComposeMaps(merged, complete, context.log);
    }
  }
  return merged ?? emptyMap({ file: files[0] ?? '', line: 1, column: 1 });
}

function readOtherOf(context: LoadContext): (file: string, at: SourceLocation) => LocatedMap {
  return (file, at) =>
    readDocuments(file, { context, at }).reduce<LocatedMap>(
      (merged, document) => mergeComposeMaps(merged, document, context.log),
      emptyMap({ file, line: 1, column: 1 }),
    );
}

interface Reading {
  readonly context: LoadContext;
  /** Where the file is named; undefined when the caller named it. */
  readonly at: SourceLocation | undefined;
}

function readDocuments(file: string, { context, at }: Reading): LocatedMap[] {
  const { log, lookUp, budget } = context;
  const top = { file, line: 1, column: 1 };
  budget.files += 1;
  if (budget.files > MAX_FILES) {
    const expected = `at most ${MAX_FILES} files`;
    if (budget.files === MAX_FILES + 1) {
      log.error('COMPOSE_TOO_LARGE', at ?? top, 'too many files extend or include each other', {
        expected,
      });
    }
    return [];
  }
  const reading = readTextFile(file);
  if (!reading.ok) {
    if (reading.reason === 'missing') {
      const message =
        at === undefined
          ? 'the Compose file does not exist'
          : `Compose file ${file} does not exist`;
      log.error('COMPOSE_FILE_MISSING', at ?? top, message);
    } else {
      const { expected, seen } = reading;
      const isSize = seen.endsWith(' bytes') && expected.endsWith(' bytes');
      const message = isSize ? 'the Compose file is too large' : 'the Compose file cannot be read';
      log.error(isSize ? 'COMPOSE_TOO_LARGE' : 'COMPOSE_FILE_UNREADABLE', top, message, {
        expected,
        seen,
      });
    }
    return [];
  }
  const documents = readLocated(reading.text, { file, lookUp, log });
  if (documents?.length === 0) refuseRoot('nothing', top, log);
  return (documents ?? []).flatMap((document) => {
    if (document.kind === 'map') return [document];
    refuseRoot(describeLocated(document), document.at, log);
    return [];
  });
}

function refuseRoot(seen: string, at: SourceLocation, log: DiagnosticLog): void {
  log.error('COMPOSE_TYPE', at, 'cannot read the Compose file', { expected: 'a mapping', seen });
}
