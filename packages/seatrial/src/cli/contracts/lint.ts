import { lintContract } from '@seatrial/contracts/lint';

import type { ContractPlaces } from '../../checks/contract/contract-source.ts';
import { documentFinder, openContract } from '../../checks/contract/open-contract.ts';
import type { Diagnostic } from '../../evidence/index.ts';
import { formatDiagnostic, SeatrialError } from '../../evidence/index.ts';
import { amount } from '../amount.ts';
import type { ContractsLintDocument } from '../documents.ts';
import type { Verb } from '../verb.ts';

const EXIT_INPUT = 3;

export const contractsLintVerb: Verb = {
  name: 'contracts lint',
  summary: 'Say what is wrong with API descriptions by themselves.',
  positionals: '<contract…>',
  options: {
    'allow-network': { type: 'boolean', summary: 'follow a $ref to http:// and https://' },
  },
  details: [
    'A contract is a file, or a version in git as <ref>:<path>; what it refers to is',
    'read as well. Swagger 2.0 and OpenAPI 3.0, 3.1, 3.2.',
    '',
    'Exit codes: 0 no error, there may be warnings · 3 an error',
  ].join('\n'),
  run: async (given, io) => {
    if (given.positionals.length === 0) {
      throw new SeatrialError('USAGE', 'contracts lint needs at least one contract');
    }
    const places = {
      workingDirectory: io.workingDirectory,
      allowNetwork: given.flags.has('allow-network'),
    };
    const diagnostics = given.positionals.flatMap((uri) => lint(uri, places));
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const exitCode = errors > 0 ? EXIT_INPUT : 0;
    const contracts = given.positionals.length;
    if (given.flags.has('json')) {
      const document: ContractsLintDocument = {
        schemaVersion: 1,
        contracts: given.positionals,
        diagnostics,
        exitCode,
      };
      io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      return exitCode;
    }
    const lines = diagnostics.map((one) => formatDiagnostic(one));
    const warnings = diagnostics.length - errors;
    const sum = `${amount(contracts, 'contract')}: ${amount(errors, 'error')}, ${amount(warnings, 'warning')}`;
    io.stdout.write(`${[...lines, sum].join('\n')}\n`);
    return exitCode;
  },
};

/** A contract that cannot be read is one finding; the others are looked at all the same. */
function lint(uri: string, places: ContractPlaces): readonly Diagnostic[] {
  try {
    return lintContract(openContract(uri, places), documentFinder(places));
  } catch (error) {
    if (!(error instanceof SeatrialError)) throw error;
    if (error.diagnostics.length > 0) return error.diagnostics;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return [
      {
        code: 'CONTRACT_UNREADABLE',
        severity: 'error',
        message: error.message,
        file: uri,
        ...hint,
      },
    ];
  }
}
