import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { ServiceProvider } from '../../events.ts';
import { launchPlan } from '../launch-plan.ts';
import type { LaunchPlan, RungAnswer } from '../launch-plan.ts';
import { completePlan } from './complete-plan.ts';
import type { CompletePlan } from './complete-plan.ts';
import { readConfigTree } from './config-tree.ts';
import { findPrograms } from './find-programs.ts';
import type { FoundProgram, ProgramPlaces } from './find-programs.ts';
import { readImageName } from './image-name.ts';
import type { ImageName } from './image-name.ts';
import { prepareProduct } from './prepare-product.ts';
import { healthcheckOf } from './product-healthcheck.ts';
import type { Product, ProductRequest } from './product.ts';
import { PRODUCTS } from './products.ts';
import { readServerCommand } from './server-command.ts';
import type { ServerCommand } from './server-command.ts';
import { versionFit } from './version-fit.ts';
import type { VersionFit } from './version-fit.ts';

/** The rung of known images: the same server, where this machine has it. */
export async function planFromKnownImage(
  service: ComposeService,
  places: ProgramPlaces,
): Promise<RungAnswer> {
  const { image: name } = service;
  if (name === undefined) return undefined;
  const image = readImageName(name);
  const product = PRODUCTS.find(({ images }) => images.includes(image.repository));
  if (product === undefined) return undefined;
  const best = bestProgram(await findPrograms(product, places), image, service.native?.version);
  const wanted = `${product.name} for image ${name}`;
  if (best === undefined) {
    const standIn = await planRelative(product, { service, image, name, places });
    if (standIn !== undefined) return { kind: 'plan', plan: standIn };
    const reason = `no ${wanted}: ${product.programs.join(' or ')} is not on PATH`;
    return { kind: 'passed-over', reason, remedy: `install ${product.install}` };
  }
  const { program, fit } = best;
  if (fit === 'other-major') {
    const reason = `no ${wanted}: ${program.path} is ${product.name} ${program.version}`;
    const remedy = `install ${product.name} ${image.tag}, or accept the other version with x-native: {version: any}`;
    return { kind: 'passed-over', reason, remedy };
  }
  const warnings = fit === 'same' ? [] : [otherVersion(service, name, { product, program })];
  const provider: ServiceProvider = {
    rung: program.rung,
    product: product.name,
    version: program.version,
    wanted: name,
  };
  const plan = planProduct(product, { service, image, program, provider, path: places.path });
  return { kind: 'plan', plan: { ...plan, warnings: [...warnings, ...plan.warnings] } };
}

/** Another product that speaks the same protocol, where there is none of the one that was asked for. */
async function planRelative(
  product: Product,
  asked: { service: ComposeService; image: ImageName; name: string; places: ProgramPlaces },
): Promise<LaunchPlan | undefined> {
  const { service, image, name, places } = asked;
  const relative = PRODUCTS.find((other) => other.name === product.relative);
  const [program] = relative === undefined ? [] : await findPrograms(relative, places);
  if (relative === undefined || program === undefined) return undefined;
  const standsFor = `${relative.name} (in place of ${product.name})`;
  const provider: ServiceProvider = {
    rung: 'emulator',
    product: standsFor,
    version: program.version,
    wanted: name,
  };
  const programs = [...new Set([...relative.programs, ...product.programs])];
  const chosen = { service, image, program, provider, path: places.path };
  const plan = planProduct({ ...relative, programs }, chosen);
  const emulated: Diagnostic = {
    code: 'EMULATED',
    severity: 'warning',
    message: `service "${service.name}" asks for ${name} and runs on ${standsFor} ${program.version}`,
    ...service.location,
    hint: `what is particular to ${product.name} is not proven`,
  };
  return { ...plan, warnings: [emulated, ...plan.warnings] };
}

interface Chosen {
  readonly service: ComposeService;
  readonly image: ImageName;
  readonly program: FoundProgram;
  readonly provider: ServiceProvider;
  readonly path: string;
}

const FITS: readonly VersionFit[] = ['same', 'other-minor', 'other-major'];

function bestProgram(
  programs: readonly FoundProgram[],
  { tag }: ImageName,
  accepted: string | undefined,
): { program: FoundProgram; fit: VersionFit } | undefined {
  return programs
    .map((program) => ({ program, fit: versionFit(program.version, tag, accepted) }))
    .toSorted((one, other) => FITS.indexOf(one.fit) - FITS.indexOf(other.fit))[0];
}

/** Plans a service with a program that was chosen for it. */
function planProduct(product: Product, chosen: Chosen): LaunchPlan {
  const { service, program, provider, path } = chosen;
  const server = readServerCommand(service, product);
  const request = requestOf(chosen, server);
  const setUp = completePlan(product.plan(request));
  const { configs } = setUp;
  const { home } = request;
  const healthcheck = healthcheckOf(service, setUp, path);
  return launchPlan(service, {
    provider,
    command: commandOf(server, program, setUp),
    cwd: tmpdir(),
    environment: new Map([...Object.entries(setUp.environment), ...request.environment]),
    imagePorts: server.kind === 'other' ? [] : setUp.ports,
    toldPorts: setUp.told ?? setUp.ports,
    volumes: setUp.volumes,
    healthcheck: healthcheck.applied,
    stopSignal: service.stopSignal ?? setUp.stopSignal,
    prepare: (context) => prepareProduct(product, { request, setUp, context }),
    temporaryFolder: home,
    sql: setUp.sql,
    configTexts: setUp.references ?? configs?.files.flatMap(({ text }) => text ?? []) ?? [],
    replacedPaths: configs?.mappings ?? [],
    toolFolder: join(home, 'bin'),
    warnings: [
      ...setUp.warnings,
      ...healthcheck.warnings,
      ...variableWarnings(product, setUp, service),
    ],
  });
}

function requestOf(chosen: Chosen, server: ServerCommand): ProductRequest {
  const { service, program } = chosen;
  const home = join(tmpdir(), `seatrial-${basename(program.path)}-${randomUUID()}`);
  return {
    ...chosen,
    args: server.kind === 'server' ? server.args : undefined,
    commandText: serverText(server),
    environment: service.environment,
    home,
    isRoot: process.getuid?.() === 0,
    configs: (roots) => readConfigTree(service, { roots, home }),
  };
}

/** What is said to the server, and not to a shell around it or to another program of the image. */
function serverText(server: ServerCommand): string {
  switch (server.kind) {
    case 'server':
      return server.words.join(' ');
    case 'script':
      return server.words.at(-1) ?? '';
    case 'preset':
    case 'other':
      return '';
    default:
      return server satisfies never;
  }
}

function commandOf(server: ServerCommand, program: FoundProgram, setUp: CompletePlan): string[] {
  // A script or another program of the image finds the server under its name, told the same way; see `prepare`.
  if (server.kind === 'script' || server.kind === 'other') return [...server.words];
  const { before, after, args } = setUp;
  const given = args ?? (server.kind === 'server' ? server.args : []);
  return [program.path, ...before, ...given, ...after];
}

function variableWarnings(
  product: Product,
  { applied }: CompletePlan,
  service: ComposeService,
): Diagnostic[] {
  const { variables } = product;
  if (variables === undefined) return [];
  return [...service.environment.keys()]
    .filter((name) => variables.test(name) && !applied.includes(name))
    .map((name) => ({
      code: 'VARIABLE_NOT_APPLIED',
      severity: 'warning',
      message: `${name} of service "${service.name}" is not applied natively`,
      ...service.location,
    }));
}

function otherVersion(
  service: ComposeService,
  image: string,
  { product, program }: { product: Product; program: FoundProgram },
): Diagnostic {
  const message = `service "${service.name}" asks for ${image} and runs on ${product.name} ${program.version} (${program.path})`;
  return { code: 'VERSION_MISMATCH', severity: 'warning', message, ...service.location };
}
