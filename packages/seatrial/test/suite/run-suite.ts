import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { StartedEnvironment } from '@seatrial/environment';

import { carryOutSuite } from '../../src/checks/suite/index.ts';
import type { CheckResult, TestFinished } from '../../src/evidence/index.ts';
import type { Suite } from '../../src/project/suite.ts';

/** A project in a folder of its own, removed with everything that was written to it. */
export interface Project extends AsyncDisposable {
  readonly root: string;
  readonly output: string;
}

/** `manifests`: URLs of the `package.json` of packages that the project can import and run. */
export async function createProject(
  files: Readonly<Record<string, string>>,
  manifests: readonly string[] = [],
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-suite-'));
  const root = join(folder, 'project');
  const output = join(folder, 'output');
  await mkdir(output, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  await mkdir(join(root, 'node_modules', '.bin'), { recursive: true });
  for (const url of manifests) await link(url, join(root, 'node_modules'));
  return {
    root,
    output,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** As an installation would put it there: the package, and its program in `.bin`. */
async function link(url: string, modules: string): Promise<void> {
  const manifest = fileURLToPath(url);
  const { name, bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
    name: string;
    bin: Record<string, string>;
  };
  await mkdir(dirname(join(modules, name)), { recursive: true });
  await symlink(dirname(manifest), join(modules, name));
  for (const [program, path] of Object.entries(bin)) {
    await symlink(join(dirname(manifest), path), join(modules, '.bin', program));
  }
}

export interface SuiteRun {
  readonly result: CheckResult;
  readonly tests: readonly TestFinished[];
  /** `outcome name` of each test, sorted. */
  readonly outline: readonly string[];
  /** Message or reason of the result, and the failure's detail. */
  readonly message: string;
  readonly detail: string;
}

/** Carries out a suite of the project and gives back all that it says. */
export async function runSuite(
  project: Project,
  suite: Partial<Suite> & Pick<Suite, 'runner'>,
  options: { env?: NodeJS.ProcessEnv; signal?: AbortSignal; environment?: StartedEnvironment } = {},
): Promise<SuiteRun> {
  const tests: TestFinished[] = [];
  const source = { file: '.session/config.json', line: 12, column: 7 };
  const result = await carryOutSuite(
    {
      kind: 'suite',
      suite: {
        name: 'unit',
        directory: '.',
        files: [],
        command: null,
        report: null,
        required: true,
        timeoutMs: 60_000,
        needsEnvironment: false,
        source,
        ...suite,
      },
    },
    {
      description: {
        id: 'suite:unit',
        kind: 'suite',
        title: 'unit',
        workItem: null,
        requirements: [],
        required: true,
        source,
        rerun: 'npx seatrial run --only suite:unit',
        shard: null,
      },
      attempt: 1,
      environment: options.environment ?? null,
      projectRoot: project.root,
      directory: project.output,
      env: { ...process.env, ...options.env },
      signal: options.signal ?? new AbortController().signal,
      emit: (event) => {
        if (event.type === 'test.finished') tests.push(event);
      },
      testsOf: () => undefined,
      traffic: { record: () => undefined, recordMessage: () => undefined },
      contractOf: () => undefined,
    },
  );
  const failure = 'failure' in result ? result.failure : null;
  return {
    result,
    tests,
    outline: tests.map(({ outcome, name }) => `${outcome} ${name}`).toSorted(),
    message: failure?.message ?? ('reason' in result ? result.reason : ''),
    detail: failure?.detail ?? '',
  };
}
