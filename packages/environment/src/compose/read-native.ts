import { resolve } from 'node:path';

import type { FieldReader } from './field-reader.ts';
import type { Located } from './located.ts';
import type { ComposeNative } from './model.ts';

/** Reads `x-native: {command, cwd, prepare, environment}`; a command given as a text runs in a shell. */
export function readNative(
  value: Located,
  options: { what: string; directory: string; reader: FieldReader },
): ComposeNative | undefined {
  const { what, directory, reader } = options;
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, ['command', 'cwd', 'prepare', 'environment']);
  const field = (key: string): Located | undefined => map.entries.get(key)?.value;
  const command = readCommand(field('command'), `${what}.command`, reader);
  const prepare = readCommand(field('prepare'), `${what}.prepare`, reader);
  const cwd = field('cwd');
  const environment = field('environment');
  if (command === undefined || command.length === 0) {
    reader.log.error('COMPOSE_NATIVE', map.at, `${what} has no command`, {
      expected: 'command: [program, argument…] or a text for the shell',
    });
    return undefined;
  }
  const given =
    environment === undefined ? [] : reader.assignments(environment, `${what}.environment`);
  return {
    command,
    cwd: resolve(directory, cwd === undefined ? '.' : (reader.text(cwd, `${what}.cwd`) ?? '.')),
    prepare,
    environment: new Map([...given].map(([name, text]) => [name, text ?? ''])),
    location: map.at,
  };
}

function readCommand(
  value: Located | undefined,
  what: string,
  reader: FieldReader,
): string[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'list') return reader.command(value, what);
  const script = reader.text(value, what);
  return script === undefined ? undefined : ['/bin/sh', '-c', script];
}
