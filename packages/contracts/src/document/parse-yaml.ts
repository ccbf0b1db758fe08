import { load, YAMLException } from 'js-yaml';

import { ContractError } from '../diagnostic.ts';

/** Deeper than any description, far from the end of the stack. */
const MAX_DEPTH = 512;

/** Parses one YAML document; the core schema of YAML 1.2, so `no` is a text. */
export function parseYaml(text: string, uri: string): unknown {
  try {
    return load(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw explain(error, uri);
  }
}

function explain(error: YAMLException, uri: string): ContractError {
  const { line = 0, column = 0 } = error.mark ?? {};
  const place = { severity: 'error', file: uri, line: line + 1, column: column + 1 } as const;
  if (/single document|multiple documents|more than one/i.test(error.reason)) {
    return new ContractError(
      {
        code: 'DOCUMENT_SEVERAL',
        ...place,
        message: 'the file holds more than one YAML document',
        hint: 'split it where "---" stands; only one of them can be the contract',
      },
      error,
    );
  }
  const message = `this is not valid YAML: ${error.reason}`;
  return new ContractError({ code: 'DOCUMENT_SYNTAX', ...place, message }, error);
}
