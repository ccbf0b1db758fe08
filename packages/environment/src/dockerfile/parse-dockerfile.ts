import type { Diagnostic } from '../diagnostic.ts';
import type { ParsedDockerfile } from './docker-image.ts';
import { expandVariables } from './expand-words.ts';
import type { ParseDockerfileOptions } from './parse-dockerfile-options.ts';
import { readInstructions } from './read-instructions.ts';
import type { Instruction } from './read-instructions.ts';
import { StageBuilder } from './stage-builder.ts';

/** Reads what a Dockerfile says about running its final stage; RUN is not carried out. */
export function parseDockerfile(text: string, options: ParseDockerfileOptions): ParsedDockerfile {
  const { file, target, args = new Map<string, string>() } = options;
  const { instructions, diagnostics } = readInstructions(text, file);
  const stages: StageBuilder[] = [];
  const globals = new Map<string, string>();
  const fault = (line: number, message: string, detail: Partial<Diagnostic> = {}): void => {
    const place = { severity: 'error', file, line, column: 1 } as const;
    diagnostics.push({ code: 'DOCKERFILE_INVALID', message, ...place, ...detail });
  };
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      const parsed = parseFrom(instruction, (name) => args.get(name) ?? globals.get(name));
      if (parsed === undefined)
        fault(instruction.line, 'cannot read FROM', { expected: 'FROM image [AS name]' });
      else
        stages.push(
          new StageBuilder(parsed, { options, stages: [...stages], globals, diagnostics }),
        );
    } else if (stage !== undefined) stage.apply(instruction);
    else if (instruction.keyword === 'ARG') readGlobalArgument(instruction, globals, args);
    else fault(instruction.line, `${instruction.keyword} before the first FROM`);
  }
  const final = findStage(stages, target);
  if (final === undefined) {
    const names = stages.map(({ name }) => name).filter((name) => name !== undefined);
    if (target === undefined) fault(1, 'the Dockerfile has no FROM');
    else fault(1, `there is no stage "${target}"`, { hint: `stages: ${names.join(', ')}` });
  }
  const failed = final === undefined || diagnostics.some(({ severity }) => severity === 'error');
  return { image: failed ? undefined : final.image(), diagnostics };
}

function findStage(
  stages: readonly StageBuilder[],
  target: string | undefined,
): StageBuilder | undefined {
  if (target === undefined) return stages.at(-1);
  const byName = stages.find(({ name }) => name === target.toLowerCase());
  return byName ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined);
}

function parseFrom(
  { text }: Instruction,
  lookUp: (name: string) => string | undefined,
): { base: string; name: string | undefined } | undefined {
  const match = /^(\S+)(?:\s+as\s+(\S+))?$/i.exec(text);
  const [, base, name] = match ?? [];
  if (base === undefined) return undefined;
  return { base: expandVariables(base, lookUp), name: name?.toLowerCase() };
}

function readGlobalArgument(
  { text }: Instruction,
  globals: Map<string, string>,
  args: ReadonlyMap<string, string>,
): void {
  const [, name = '', preset] = /^(\w+)(?:=(.*))?$/.exec(text.trim()) ?? [];
  const value = args.get(name) ?? preset?.replace(/^(["'])(.*)\1$/, '$2');
  if (value !== undefined)
    globals.set(
      name,
      expandVariables(value, (other) => globals.get(other)),
    );
}
