import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';

import { spawnProcessTree } from '../src/index.ts';
import type { Driver, EnvironmentOptions, StartedEnvironment } from '../src/index.ts';
import { busyboxImage, withoutBusybox, withoutDocker } from './docker-images.ts';
import { fixture, scratchEnvironment } from './scratch-project.ts';
import type { ScratchEnvironment } from './scratch-project.ts';

/** Makes an environment of the driver from a Compose text. */
type Scratch = (
  compose: string,
  options?: Partial<EnvironmentOptions> & { files?: Readonly<Record<string, string>> },
) => ScratchEnvironment;

/** Runs one behaviour against both drivers: natively the Dockerfile says what runs, the engine builds it. */
export function testBothDrivers(
  title: string,
  behaviour: (scratch: Scratch, t: TestContext, driver: Driver) => Promise<void>,
): void {
  const skips = { native: withoutBusybox, docker: withoutDocker };
  for (const driver of ['native', 'docker'] as const) {
    test(`${driver}: ${title}`, { skip: skips[driver] }, (t) =>
      behaviour(
        (compose, { files, ...options } = {}) =>
          scratchEnvironment(t, compose, {
            driver,
            files: { ...serviceFiles(driver), ...files },
            ...options,
          }),
        t,
        driver,
      ),
    );
  }
}

/** A Compose service that answers on the port. */
export function service(name: string, port: number, more = ''): string {
  return `{build: ., environment: {NAME: ${name}, PORT: '${port}'}, expose: [${port}]${more === '' ? '' : `, ${more}`}}`;
}

/** A Compose service that is a script. */
export function script(text: string, more = ''): string {
  return `{build: ., command: [sh, -c, ${JSON.stringify(text)}]${more === '' ? '' : `, ${more}`}}`;
}

/** A healthcheck that asks the service on the port. */
export function check(port: number): string {
  return `healthcheck: {test: [CMD, busybox, wget, -qO-, 'http://127.0.0.1:${port}/health'], interval: 300ms, retries: 20}`;
}

/** Runs a command inside a service to its end. */
export async function runIn(
  started: StartedEnvironment,
  name: string,
  command: readonly string[],
): Promise<{ exitCode: number | null; output: string }> {
  const { command: full, cwd, env } = started.commandIn(name, command);
  let output = '';
  await using tree = await spawnProcessTree(full, {
    cwd,
    env,
    onOutput: (chunk) => {
      output += chunk.toString();
    },
  });
  const { exitCode } = await tree.exited;
  return { exitCode, output };
}

/** The files that `service` and `script` are built from. */
export function serviceFiles(driver: Driver): Record<string, string> {
  const base = driver === 'docker' ? busyboxImage() : 'scratch';
  return {
    Dockerfile: `FROM ${base}\nWORKDIR /app\nCOPY service.sh .\nCMD ["busybox", "sh", "service.sh"]\n`,
    'service.sh': readFileSync(fixture('busybox-service.sh'), 'utf8'),
  };
}
