import type { ExecStep } from '../block.ts';
import { expectation } from '../read-expectation.ts';
import type { Shape } from '../shape.ts';
import { listOf, mapOf, mapped, optional, required, text, writtenText } from '../shape.ts';
import { service } from '../terms.ts';
import { capture, expectAny, name, within } from './fields.ts';

const argument = writtenText('an argument');
const argumentList = listOf(argument, { title: 'a list of arguments', atLeast: 1 });
const script = text({ title: 'a shell script, or a list of arguments' });
const command: Shape<readonly string[]> = {
  schema: { anyOf: [script.schema, argumentList.schema] },
  read: (node, reader) => {
    if (node.kind === 'list') return argumentList.read(node, reader);
    const read = script.read(node, reader);
    return read === undefined ? undefined : ['sh', '-c', read];
  },
};

/** A command and what must hold of its end. */
export const execShape = mapped(
  mapOf(
    {
      exec: required(command, {
        description: 'A list is a command and its arguments; a text is a shell script.',
        examples: [['node', 'check.mjs']],
      }),
      service: optional(service, {
        description: 'Run it in the folder and with the variables of this service.',
      }),
      expect: optional(
        mapOf(
          {
            exit: optional(expectation, { description: 'The exit code.', default: 0 }),
            stdout: expectAny('Standard output as text.'),
            stderr: expectAny('Standard error as text.'),
            json: expectAny('Standard output as JSON.'),
          },
          {
            title: 'what an exec step expects',
            meant: { code: 'write exit', status: 'write exit' },
          },
        ),
        { description: 'What must hold once the command has ended.' },
      ),
      capture,
      within,
      name,
    },
    {
      title: 'an exec step',
      meant: { args: 'write exec: [command, argument]', timeout: 'write within' },
    },
  ),
  (read, node, reader): ExecStep | undefined => {
    if (read.exec === undefined) return undefined;
    const source = reader.position(node.at);
    return {
      kind: 'exec',
      command: read.exec,
      service: read.service ?? null,
      expect: {
        exit: read.expect?.exit ?? { form: 'literal', value: 0, at: source },
        stdout: read.expect?.stdout ?? null,
        stderr: read.expect?.stderr ?? null,
        json: read.expect?.json ?? null,
      },
      capture: read.capture ?? {},
      name: read.name ?? null,
      withinMs: read.within ?? null,
      source,
    };
  },
);
