import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ComposeService } from '../../compose/model.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import { launchPlan } from '../launch-plan.ts';
import type { RungAnswer } from '../launch-plan.ts';
import { readImageName } from '../products/image-name.ts';
import { EMULATORS } from './emulator.ts';
import type { Emulator } from './emulator.ts';

/** The last rung: a program that speaks the product's protocol, and says in the evidence that it is not the product. */
export function planFromEmulator(
  service: ComposeService,
  { directory }: { directory: string },
): RungAnswer {
  const { image } = service;
  if (image === undefined) return undefined;
  const { repository } = readImageName(image);
  const emulator = EMULATORS.find(({ images }) => images.includes(repository));
  if (emulator === undefined) return undefined;
  const found = findPackage(emulator.package, directory);
  if (found === undefined) {
    const reason = `no emulator for image ${image}`;
    const remedy = `npm install --save-dev ${emulator.package}: ${emulator.description}, stamped as an emulator`;
    return { kind: 'passed-over', reason, remedy };
  }
  const product = `${emulator.package} (${emulator.description})`;
  const port = emulator.ports[0] ?? 0;
  const plan = launchPlan(service, {
    provider: { rung: 'emulator', product, version: found.version, wanted: image },
    command: [process.execPath, starterOf(emulator), found.main, '--port', String(port)],
    cwd: directory,
    environment: service.environment,
    imagePorts: emulator.ports,
    servedPorts: emulator.ports,
    // It asks programs of the image, about things that an emulator does not have.
    healthcheck: undefined,
    warnings: warningsOf(service, emulator, product),
  });
  return { kind: 'plan', plan };
}

function findPackage(
  name: string,
  directory: string,
): { main: string; version: string } | undefined {
  for (const from of [join(directory, 'package.json'), import.meta.url]) {
    try {
      const main = createRequire(from).resolve(name);
      return { main, version: versionOf(main, name) };
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return undefined;
}

function versionOf(main: string, name: string): string {
  const folder = join('node_modules', name);
  const root = main.slice(0, main.lastIndexOf(folder) + folder.length);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
}

function starterOf({ starter }: Emulator): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return join(dirname(fileURLToPath(import.meta.url)), `${starter}.${extension}`);
}

function warningsOf(
  service: ComposeService,
  { ignores, ports }: Emulator,
  product: string,
): Diagnostic[] {
  const { name, image, location } = service;
  const emulated: Diagnostic = {
    code: 'EMULATED',
    severity: 'warning',
    message: `service "${name}" asks for ${image} and runs on ${product}`,
    ...location,
    hint: `what is particular to ${image} is not proven`,
  };
  const variables = [...service.environment.keys()].filter(
    (variable) => ignores.variables?.test(variable) === true,
  );
  const volumes = service.volumes.filter(({ target }) => ignores.volumes?.test(target) === true);
  const commands = service.command === undefined ? [] : ['command'];
  const unserved = service.ports.filter(({ target }) => !ports.includes(target));
  const left = [
    ...unserved.map(({ target, location: at }) => ({ what: `port ${target}`, at })),
    ...variables.map((variable) => ({ what: variable, at: location })),
    ...volumes.map((volume) => ({ what: volume.target, at: volume.location })),
    ...commands.map((what) => ({ what, at: location })),
  ];
  return [
    emulated,
    ...left.map(({ what, at }) => ({
      code: 'EMULATED',
      severity: 'warning' as const,
      message: `${what} of service "${name}" means nothing to ${product}`,
      ...at,
    })),
  ];
}
