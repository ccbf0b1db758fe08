import { resolve } from 'node:path';

import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import type { Located } from './located.ts';
import type { ComposeNative } from './model.ts';

const KEYS = ['command', 'cwd', 'prepare', 'environment', 'version'];

/** Reads `x-native: {command, cwd, prepare, environment, version}`; a command given as a text runs in a shell. */
export function readNative(
  value: Located,
  options: { what: string; directory: string; reader: FieldReader },
): ComposeNative | undefined {
  const { what, directory, reader } = options;
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, KEYS);
  const fields = new Fields(map, what, reader);
  const commandOf = (key: string): string[] | undefined =>
    fields.get(key, (found, at) => readCommand(found, at, reader));
  const command = commandOf('command');
  const version = fields.text('version');
  if (command === undefined ? version === undefined : command.length === 0) {
    reader.log.error('COMPOSE_NATIVE', map.at, `${what} has no command`, {
      expected: 'command: [program, argument…] or a text for the shell',
    });
    return undefined;
  }
  if (version !== undefined && !/^(?:any|\d+(?:\.\d+)*)$/.test(version)) {
    reader.log.error('COMPOSE_NATIVE', map.at, `${what}.version is not a version`, {
      expected: '"any", or a major version such as "18"',
      seen: JSON.stringify(version),
    });
  }
  const given = fields.get('environment', (found, at) => reader.assignments(found, at)) ?? [];
  return {
    command,
    cwd: resolve(directory, fields.text('cwd') ?? '.'),
    prepare: commandOf('prepare'),
    environment: new Map([...given].map(([name, text]) => [name, text ?? ''])),
    version,
    location: map.at,
  };
}

function readCommand(value: Located, what: string, reader: FieldReader): string[] | undefined {
  if (value.kind === 'list') return reader.command(value, what);
  const script = reader.text(value, what);
  return script === undefined ? undefined : ['/bin/sh', '-c', script];
}
