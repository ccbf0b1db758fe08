import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';

import type { UnreadDocument } from '@seatrial/contracts';

import { SeatrialError } from '../../evidence/index.ts';

/** A text and how it is called; other texts are found from it by relative names. */
export interface ContractSource {
  /** A path, or `<git ref>:<path>`. */
  readonly uri: string;
  readonly text: string;
}

/** Where contracts are read from. */
export interface ContractPlaces {
  /** Absolute; relative paths start here. */
  readonly workingDirectory: string;
  /** Whether a `$ref` to `http://` or `https://` is followed. */
  readonly allowNetwork?: boolean;
}

const REFERENCE = /^([^:]{2,}):(.+)$/;
const MAX_BUFFER_BYTES = 128 * 1024 * 1024;
const NETWORK_TIMEOUT_MS = 30_000;
const NETWORK_FORBIDDEN: UnreadDocument = {
  unread: 'addresses in the network are not read unless that is allowed',
  hint: 'allow it with --allow-network',
};

/**
 * Reads a contract from a file, or from a git revision as `<ref>:<path>`.
 *
 * @throws {SeatrialError} `INPUT_INVALID` when there is none
 */
export function readContractSource(uri: string, places: ContractPlaces): ContractSource {
  const path = resolve(places.workingDirectory, uri);
  if (existsSync(path)) return { uri, text: readFile(path, uri) };
  const [, ref, file] = REFERENCE.exec(uri) ?? [];
  if (ref !== undefined && file !== undefined) {
    return { uri, text: readFromGit(ref, file, places.workingDirectory) };
  }
  throw new SeatrialError('INPUT_INVALID', `there is no file ${uri}`, {
    hint: 'give a path, or a version in git as <ref>:<path>, such as main:api/openapi.yaml',
  });
}

/** Reads what a `$ref` names, seen from the contract that names it, or says why it may not or cannot be read. */
export function readReferenced(
  reference: string,
  from: string,
  places: ContractPlaces,
): ContractSource | UnreadDocument {
  if (/^https?:\/\//.test(reference)) {
    return places.allowNetwork === true ? fetchSource(reference) : NETWORK_FORBIDDEN;
  }
  if (/^https?:\/\//.test(from)) {
    return readReferenced(new URL(reference, from).href, '', places);
  }
  const [, ref, file] = existsSync(resolve(places.workingDirectory, from))
    ? []
    : (REFERENCE.exec(from) ?? []);
  const base = posix.dirname(file ?? from);
  const path = posix.normalize(posix.join(base, decode(reference)));
  const uri = reference.startsWith('/') ? reference : ref === undefined ? path : `${ref}:${path}`;
  try {
    return readContractSource(uri, places);
  } catch (error) {
    if (!(error instanceof SeatrialError)) throw error;
    return { unread: error.message };
  }
}

/** A reference is a URI: a space in the name of a file is written `%20`. */
function decode(reference: string): string {
  try {
    return decodeURI(reference);
  } catch {
    // A lone "%" is no escape; the name is then taken as it stands.
    return reference;
  }
}

function readFile(path: string, uri: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SeatrialError('INPUT_INVALID', `${uri} cannot be read: ${reason}`, { cause });
  }
}

function readFromGit(ref: string, file: string, workingDirectory: string): string {
  // As that of a file, the path starts at the working directory, and not at the root of the repository.
  const path = file.startsWith('/') || file.startsWith('./') ? file : `./${file}`;
  try {
    return execFileSync('git', ['show', `${ref}:${path}`], {
      cwd: workingDirectory,
      encoding: 'utf8',
      maxBuffer: MAX_BUFFER_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new SeatrialError('INPUT_INVALID', `there is no ${file} in ${ref}`, {
      hint: said === '' ? 'is this a git repository?' : said,
      cause,
    });
  }
}

/** A reference is followed in the middle of a comparison, which does not wait; so a process of its own fetches. */
function fetchSource(uri: string): ContractSource | UnreadDocument {
  const script =
    'const r=await fetch(process.argv[1]);if(!r.ok)throw new Error(`it answers ${r.status}`);process.stdout.write(await r.text())';
  try {
    const text = execFileSync(process.execPath, ['--input-type=module', '-e', script, uri], {
      encoding: 'utf8',
      maxBuffer: MAX_BUFFER_BYTES,
      timeout: NETWORK_TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { uri, text };
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const [, reason = 'no answer'] = /Error: (.*)/.exec(said) ?? [];
    return { unread: `${uri} could not be fetched: ${reason}` };
  }
}
