import { basename, join, posix } from 'node:path';

import type { ComposeHealthcheck } from '../compose/model.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { CommandForm, CopiedPath, DockerImage } from './docker-image.ts';
import { expandVariables, expandWords } from './expand-words.ts';
import type { ParseDockerfileOptions } from './parse-dockerfile-options.ts';
import { parseHealthcheckInstruction } from './parse-healthcheck-instruction.ts';
import type { Instruction } from './read-instructions.ts';

/** What a stage is built with. */
export interface StageContext {
  readonly options: ParseDockerfileOptions;
  /** The stages before it. */
  readonly stages: readonly StageBuilder[];
  /** ARG before the first FROM. */
  readonly globals: ReadonlyMap<string, string>;
  readonly diagnostics: Diagnostic[];
}

/** Applies the instructions of one stage, on top of the stage it starts from. */
export class StageBuilder {
  readonly name: string | undefined;
  readonly #context: StageContext;
  readonly #base: string;
  readonly #environment: Map<string, string>;
  readonly #arguments = new Map<string, string>();
  readonly #ports: Set<number>;
  readonly #volumes: Set<string>;
  readonly #copies: CopiedPath[];
  #workingDirectory: string;
  #entrypoint: CommandForm | undefined;
  #command: CommandForm | undefined;
  #hasOwnCommand = false;
  #shell: readonly string[];
  #healthcheck: ComposeHealthcheck | undefined;
  #stopSignal: string | undefined;

  constructor(from: { base: string; name: string | undefined }, context: StageContext) {
    this.name = from.name;
    this.#context = context;
    const parent = context.stages.findLast(({ name }) => name === from.base.toLowerCase());
    const start = parent?.image() ?? bareImage(from.base);
    this.#base = start.base;
    this.#environment = new Map(start.environment);
    this.#ports = new Set(start.ports);
    this.#volumes = new Set(start.volumes);
    this.#copies = [...start.copies];
    this.#workingDirectory = start.workingDirectory;
    this.#entrypoint = start.entrypoint;
    this.#command = start.command;
    this.#shell = start.shell;
    this.#healthcheck = start.healthcheck;
    this.#stopSignal = start.stopSignal;
  }

  image(): DockerImage {
    return {
      base: this.#base,
      workingDirectory: this.#workingDirectory,
      environment: new Map(this.#environment),
      ports: [...this.#ports],
      entrypoint: this.#entrypoint,
      command: this.#command,
      shell: this.#shell,
      copies: [...this.#copies],
      volumes: [...this.#volumes],
      healthcheck: this.#healthcheck,
      stopSignal: this.#stopSignal,
    };
  }

  /** RUN, USER, LABEL and the like are left out: they say nothing about how the process starts. */
  apply(instruction: Instruction): void {
    const { keyword, text, list } = instruction;
    const apply: Readonly<Record<string, () => void>> = {
      ADD: () => this.#applyCopy(instruction),
      ARG: () => this.#applyArg(instruction),
      CMD: () => this.#applyCommand(instruction),
      COPY: () => this.#applyCopy(instruction),
      ENTRYPOINT: () => this.#applyEntrypoint(instruction),
      ENV: () => this.#applyEnv(instruction),
      EXPOSE: () => this.#applyExpose(instruction),
      HEALTHCHECK: () => this.#applyHealthcheck(instruction),
      SHELL: () => {
        this.#shell = list ?? this.#shell;
      },
      STOPSIGNAL: () => {
        this.#stopSignal = this.#expand(text);
      },
      VOLUME: () => {
        for (const path of list ?? this.#words(text)) this.#volumes.add(path);
      },
      WORKDIR: () => {
        this.#workingDirectory = posix.resolve(this.#workingDirectory, this.#expand(text));
      },
    };
    apply[keyword]?.();
  }

  #applyCommand(instruction: Instruction): void {
    this.#command = commandForm(instruction);
    this.#hasOwnCommand = true;
  }

  #applyEntrypoint(instruction: Instruction): void {
    this.#entrypoint = commandForm(instruction);
    // As Docker does: a new ENTRYPOINT forgets the CMD of the image it starts from, not its own.
    if (!this.#hasOwnCommand) this.#command = undefined;
  }

  #lookUp = (name: string): string | undefined =>
    this.#environment.get(name) ?? this.#arguments.get(name);

  #expand(text: string): string {
    return this.#words(text).join(' ');
  }

  #words(text: string): string[] {
    return expandWords(text, this.#lookUp);
  }

  #fault(line: number, message: string, detail: Partial<Diagnostic> = {}): void {
    const { options, diagnostics } = this.#context;
    const place = { severity: 'error', file: options.file, line, column: 1 } as const;
    diagnostics.push({ code: 'DOCKERFILE_INVALID', message, ...place, ...detail });
  }

  #applyEnv({ text, line }: Instruction): void {
    const words = this.#words(text);
    const [first = ''] = words;
    if (!first.includes('=')) {
      const [, name, value] = /^(\S+)\s+([^]+)$/.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        this.#fault(line, 'cannot read ENV', { expected: 'ENV name=value', seen: text });
      } else this.#environment.set(name, this.#expand(value));
      return;
    }
    // All values of one instruction see the variables from before it.
    for (const word of words) {
      const equals = word.indexOf('=');
      if (equals > 0) this.#environment.set(word.slice(0, equals), word.slice(equals + 1));
      else this.#fault(line, 'cannot read ENV', { expected: 'ENV name=value', seen: word });
    }
  }

  #applyArg({ text }: Instruction): void {
    const { options, globals } = this.#context;
    for (const word of this.#words(text)) {
      const [, name = '', preset] = /^(\w+)(?:=([^]*))?$/.exec(word) ?? [];
      const value = options.args?.get(name) ?? preset ?? globals.get(name);
      if (value !== undefined) this.#arguments.set(name, value);
    }
  }

  #applyExpose({ text, line }: Instruction): void {
    for (const word of this.#words(text)) {
      const [, from = '', to = from, protocol = 'tcp'] =
        /^(\d+)(?:-(\d+))?(?:\/(tcp|udp))?$/i.exec(word) ?? [];
      if (from === '' || Number(to) > 65_535) {
        this.#fault(line, 'cannot read EXPOSE', {
          expected: 'a port such as 5000/tcp',
          seen: word,
        });
        continue;
      }
      if (protocol.toLowerCase() === 'udp') continue;
      for (let port = Number(from); port <= Number(to); port += 1) this.#ports.add(port);
    }
  }

  #applyHealthcheck(instruction: Instruction): void {
    const parsed = parseHealthcheckInstruction(instruction);
    if ('fault' in parsed) this.#fault(instruction.line, parsed.fault);
    else this.#healthcheck = parsed;
  }

  #applyCopy({ list, text, flags, line }: Instruction): void {
    const words = list?.map((word) => expandVariables(word, this.#lookUp)) ?? this.#words(text);
    const target = words.at(-1);
    if (target === undefined || words.length < 2) {
      this.#fault(line, 'cannot read COPY', { expected: 'COPY source… target', seen: text });
      return;
    }
    const sources = words.slice(0, -1);
    const container = posix.resolve(this.#workingDirectory, target);
    for (const source of sources) {
      const host = this.#sourcePath(source, flags.get('from'));
      if (host === undefined || /[*?[]/.test(source)) continue;
      const isKnownFolder = container === this.#workingDirectory || target.endsWith('/');
      const intoFolder = isKnownFolder || sources.length > 1;
      const isFolder = this.#context.options.isDirectory(host);
      const path = intoFolder && !isFolder ? posix.join(container, basename(host)) : container;
      this.#copies.push({ container: path, host });
    }
  }

  /** Where a source lies on the host; undefined for what only the build makes or downloads. */
  #sourcePath(source: string, from: string | undefined): string | undefined {
    const { options, stages } = this.#context;
    if (from === undefined) {
      return /^[a-z+]+:\/\//.test(source) ? undefined : join(options.context, source);
    }
    const stage =
      stages.find(({ name }) => name === from.toLowerCase()) ??
      (/^\d+$/.test(from) ? stages[Number(from)] : undefined);
    const path = posix.resolve('/', source);
    const copied = stage
      ?.image()
      .copies.filter(({ container }) => isInside(path, container))
      .toSorted((one, other) => other.container.length - one.container.length)[0];
    if (copied === undefined) return undefined;
    return join(copied.host, posix.relative(copied.container, path));
  }
}

/** What is known of an image of somebody else: its name. */
function bareImage(base: string): DockerImage {
  return {
    base,
    workingDirectory: '/',
    environment: new Map(),
    ports: [],
    entrypoint: undefined,
    command: undefined,
    shell: ['/bin/sh', '-c'],
    copies: [],
    volumes: [],
    healthcheck: undefined,
    stopSignal: undefined,
  };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function commandForm({ list, text }: Instruction): CommandForm {
  return list === undefined ? { form: 'shell', script: text } : { form: 'exec', command: list };
}
