import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';

import { acceptedPath } from '../../checks/contract/accepted-contracts.ts';
import { openContract } from '../../checks/contract/open-contract.ts';
import { SeatrialError } from '../../evidence/index.ts';
import { findProjectRoot } from '../../project/index.ts';
import type { ContractsAcceptDocument } from '../documents.ts';
import type { Verb } from '../verb.ts';

export const contractsAcceptVerb: Verb = {
  name: 'contracts accept',
  summary: 'Keep contracts as they are now: from here on changes are measured against them.',
  positionals: '<contract…>',
  options: {},
  details: [
    'The accepted versions lie in .session/tracking/api_contracts/ and belong',
    'into version control. The contract checks of a run compare with them.',
    '',
    'Exit codes: 0 accepted · 3 not a contract, or not in a project',
  ].join('\n'),
  run: async (given, io) => {
    if (given.positionals.length === 0) {
      throw new SeatrialError('USAGE', 'contracts accept needs at least one contract');
    }
    const root = await findProjectRoot(io.workingDirectory);
    const accepted = given.positionals.map((file) => accept(file, io.workingDirectory, root));
    if (given.flags.has('json')) {
      const document: ContractsAcceptDocument = { schemaVersion: 1, accepted };
      io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      for (const { contract, keptAt } of accepted) io.stdout.write(`${contract} → ${keptAt}\n`);
    }
    return 0;
  },
};

function accept(
  file: string,
  workingDirectory: string,
  root: string,
): { readonly contract: string; readonly keptAt: string } {
  openContract(file, { workingDirectory });
  const path = resolve(workingDirectory, file);
  const contract = relative(root, path).split(sep).join(posix.sep);
  if (contract.startsWith('..')) {
    throw new SeatrialError('INPUT_INVALID', `${file} lies outside of the project ${root}`);
  }
  const keptAt = acceptedPath(contract);
  mkdirSync(dirname(join(root, keptAt)), { recursive: true });
  copyFileSync(path, join(root, keptAt));
  return { contract, keptAt };
}
