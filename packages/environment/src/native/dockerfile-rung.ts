import { existsSync, readFileSync, statSync } from 'node:fs';

import type { ComposeBuild, ComposeService } from '../compose/model.ts';
import { effectiveHealthcheck } from '../compose/read-healthcheck.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { CommandForm, DockerImage } from '../dockerfile/docker-image.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import type { ServiceProvider } from '../events.ts';
import { isKnownImage, planFromImage } from './image-rungs.ts';
import type { ImageContext } from './image-rungs.ts';
import { launchPlan } from './launch-plan.ts';
import type { PassedOver, RungAnswer } from './launch-plan.ts';
import { rewriteText, toHostPath } from './rewrite.ts';
import type { PathMapping } from './rewrite.ts';

/**
 * The second rung: the final stage of the service's Dockerfile, run from the working copy.
 *
 * @throws {EnvironmentError} `DOCKERFILE_INVALID`, `SERVICE_NOT_RUNNABLE` when there is no Dockerfile
 */
export async function planFromDockerfile(
  service: ComposeService,
  context: ImageContext,
): Promise<RungAnswer> {
  const { build } = service;
  if (build === undefined) return undefined;
  const { image, warnings } = readImage(service, build);
  if (isKnownImage(image.base)) {
    const answer = await planFromImage(onTopOf(image, service), context);
    if (answer?.kind !== 'plan') return answer;
    const { plan } = answer;
    return {
      kind: 'plan',
      plan: {
        ...plan,
        paths: [...plan.paths, ...image.copies],
        warnings: [...warnings, ...plan.warnings],
      },
    };
  }
  const command = commandOf(service, image);
  if (command.length === 0) return { kind: 'passed-over', ...noCommand(build, image) };
  const { cwd, paths } = placeOf(service, build, image);
  const plan = launchPlan(service, {
    provider: providerOf(service, image),
    command,
    cwd,
    environment: new Map([...image.environment, ...service.environment]),
    imagePorts: image.ports,
    paths,
    volumes: image.volumes,
    healthcheck: effectiveHealthcheck(service.healthcheck, image.healthcheck),
    stopSignal: service.stopSignal ?? image.stopSignal,
    warnings: [...warnings, ...versionWarnings(service, image)],
  });
  return { kind: 'plan', plan };
}

function readImage(
  service: ComposeService,
  build: ComposeBuild,
): { image: DockerImage; warnings: readonly Diagnostic[] } {
  const { dockerfile, context, target, args, location } = build;
  if (!existsSync(dockerfile)) {
    const message = `service "${service.name}" has no Dockerfile`;
    const finding = { message, seen: `no file ${dockerfile}`, ...location } as const;
    const hint = 'write one, or x-native: {command: […], cwd: …}';
    throw new EnvironmentError(
      'SERVICE_NOT_RUNNABLE',
      [{ code: 'SERVICE_NOT_RUNNABLE', severity: 'error', ...finding, hint }],
      { service: service.name },
    );
  }
  const { image, diagnostics } = parseDockerfile(readFileSync(dockerfile, 'utf8'), {
    file: dockerfile,
    context,
    args,
    isDirectory: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
    ...(target === undefined ? {} : { target }),
  });
  if (image !== undefined) return { image, warnings: diagnostics };
  throw new EnvironmentError('DOCKERFILE_INVALID', diagnostics, { service: service.name });
}

/** A Dockerfile that adds to the image of a known server: the same service, on that image, with what was added. */
function onTopOf(image: DockerImage, service: ComposeService): ComposeService {
  const copied = image.copies.map(({ container, host }) => ({
    type: 'bind' as const,
    source: host,
    target: container,
    readOnly: true,
    location: service.location,
  }));
  return {
    ...service,
    build: undefined,
    image: image.base,
    command: service.command ?? words(image.command, image),
    entrypoint: service.entrypoint ?? words(image.entrypoint, image),
    environment: new Map([...image.environment, ...service.environment]),
    healthcheck: effectiveHealthcheck(service.healthcheck, image.healthcheck),
    volumes: [...copied, ...service.volumes],
    stopSignal: service.stopSignal ?? image.stopSignal,
  };
}

function words(
  form: CommandForm | undefined,
  { shell }: DockerImage,
): readonly string[] | undefined {
  return form?.form === 'shell' ? [...shell, form.script] : form?.command;
}

function commandOf(service: ComposeService, image: DockerImage): string[] {
  const entrypoint = exec(service.entrypoint) ?? image.entrypoint;
  // As Docker does: another entrypoint does not get the CMD that was meant for the image's own.
  const preset = service.entrypoint === undefined ? image.command : undefined;
  const command = exec(service.command) ?? preset;
  if (entrypoint?.form === 'shell') return [...image.shell, entrypoint.script];
  const rest = command?.form === 'shell' ? [...image.shell, command.script] : command?.command;
  return [...(entrypoint?.command ?? []), ...(rest ?? [])];
}

/** What the base image is for, as far as this process itself is what runs it. */
function providerOf({ image: wanted }: ComposeService, { base }: DockerImage): ServiceProvider {
  const isNode = /(?:^|\/)node(?::|$)/.test(base);
  return {
    rung: 'dockerfile',
    product: isNode ? 'Node.js' : null,
    version: isNode ? process.versions.node : null,
    wanted: wanted ?? base,
  };
}

function exec(command: readonly string[] | undefined): CommandForm | undefined {
  return command === undefined ? undefined : { form: 'exec', command };
}

function placeOf(
  service: ComposeService,
  build: ComposeBuild,
  image: DockerImage,
): { cwd: string; paths: PathMapping[] } {
  const copied = image.copies;
  const folder = toHostPath(image.workingDirectory, copied);
  // A WORKDIR into which only parts are copied stands for the context itself.
  const workdir = { container: image.workingDirectory, host: folder ?? build.context };
  const paths = folder === undefined ? [...copied, workdir] : [...copied];
  const wanted = service.workingDirectory;
  if (wanted === undefined) return { cwd: workdir.host, paths };
  const cwd = toHostPath(wanted, paths) ?? rewriteText(wanted, emptyScope(paths));
  return { cwd, paths };
}

function emptyScope(paths: readonly PathMapping[]): Parameters<typeof rewriteText>[1] {
  return { ownPorts: new Map(), neighbours: new Map(), paths };
}

function noCommand(build: ComposeBuild, image: DockerImage): PassedOver {
  return {
    reason: `${build.dockerfile} has neither CMD nor ENTRYPOINT; those of ${image.base} are not known here`,
    remedy: 'add command: to the service or CMD to the Dockerfile',
  };
}

function versionWarnings(service: ComposeService, { base }: DockerImage): Diagnostic[] {
  const [, major] = /(?:^|\/)node:(\d+)/.exec(base) ?? [];
  const [ours] = process.versions.node.split('.');
  if (major === undefined || major === ours) return [];
  const message = `service "${service.name}" asks for ${base} and runs on Node ${process.versions.node}`;
  return [{ code: 'VERSION_MISMATCH', severity: 'warning', message, ...service.location }];
}
