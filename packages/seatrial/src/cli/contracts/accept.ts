import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { FindDocument } from '@seatrial/contracts';
import { compareApis } from '@seatrial/contracts';

import { acceptedPath } from '../../checks/contract/accepted-contracts.ts';
import { documentFinder, openContract } from '../../checks/contract/open-contract.ts';
import { SeatrialError } from '../../evidence/index.ts';
import { findProjectRoot } from '../../project/index.ts';
import type { ContractsAcceptDocument } from '../documents.ts';
import type { Verb } from '../verb.ts';
import { pathInProject } from './find-accepted.ts';

export const contractsAcceptVerb: Verb = {
  name: 'contracts accept',
  summary: 'Keep contracts as they are now: from here on changes are measured against them.',
  positionals: '<contract…>',
  options: {},
  details: [
    'A contract is a file, or a version in git as <ref>:<path>; files that it',
    'refers to are kept with it. The accepted versions lie in',
    '.session/tracking/api_contracts/ and belong into version control. The contract',
    'checks of a run, and contracts diff without a base, compare with them.',
    '',
    'Exit codes: 0 accepted · 3 not a contract, or not in a project',
  ].join('\n'),
  run: async (given, io) => {
    if (given.positionals.length === 0) {
      throw new SeatrialError('USAGE', 'contracts accept needs at least one contract');
    }
    const root = await findProjectRoot(io.workingDirectory);
    const accepted = given.positionals.flatMap((file) => accept(file, io.workingDirectory, root));
    if (given.flags.has('json')) {
      const document: ContractsAcceptDocument = { schemaVersion: 1, accepted };
      io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      for (const { contract, keptAt } of accepted) io.stdout.write(`${contract} → ${keptAt}\n`);
    }
    return 0;
  },
};

interface Accepted {
  readonly contract: string;
  readonly keptAt: string;
}

/** Keeps a contract and the files that it refers to; those of other places stay where they are. */
function accept(uri: string, workingDirectory: string, root: string): Accepted[] {
  const places = { workingDirectory };
  const contract = openContract(uri, places);
  const found = new Map([[contract.uri, contract]]);
  const find = documentFinder(places);
  const findDocument: FindDocument = (reference, from) => {
    const document = find(reference, from);
    if (document !== undefined && !('unread' in document)) found.set(document.uri, document);
    return document;
  };
  // Comparing a contract with itself follows every reference.
  compareApis({ base: contract, revision: contract, findDocument });
  return [...found.values()].map(({ uri: name, text }) => {
    const path = pathInProject(fileOf(name, workingDirectory), workingDirectory, root);
    const keptAt = acceptedPath(path);
    mkdirSync(dirname(join(root, keptAt)), { recursive: true });
    writeFileSync(join(root, keptAt), text);
    return { contract: path, keptAt };
  });
}

/** A version in git is kept as what its file is called. */
function fileOf(uri: string, workingDirectory: string): string {
  return existsSync(resolve(workingDirectory, uri)) ? uri : uri.slice(uri.indexOf(':') + 1);
}
