import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';

import type { ComposeBuild, ComposeService } from '../compose/model.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { exposedTcpPorts } from './engine-answers.ts';
import { EngineError } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';

/** What is known of a service's image before its container exists. */
export interface ImageFacts {
  /** Whether the engine has it, or will when it is built. */
  readonly isThere: boolean;
  /** TCP ports it says it listens on; none when the service runs another program of the image, a client say. */
  readonly ports: readonly number[];
}

interface InspectedImage {
  readonly Config: {
    readonly ExposedPorts?: Record<string, object> | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
  } | null;
}

/** Asks the Dockerfile of a service that is built and the engine for an image that is there. */
export async function readImageFacts(service: ComposeService, api: EngineApi): Promise<ImageFacts> {
  if (service.build === undefined) {
    const image = await inspectImage(service.image, api);
    const isServer = image !== undefined && !runsAnotherProgram(service, image);
    return { isThere: image !== undefined, ports: isServer ? portsOf(image) : [] };
  }
  const { base, ports } = readDockerfile(service.build);
  const inherited = await inspectImage(base, api);
  return { isThere: true, ports: [...new Set([...ports, ...portsOf(inherited)])] };
}

async function inspectImage(
  image: string | undefined,
  api: EngineApi,
): Promise<InspectedImage | undefined> {
  if (image === undefined || image === '' || image === 'scratch') return undefined;
  try {
    return await api.get<InspectedImage>(`/images/${encodeURIComponent(image)}/json`);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function portsOf(image: InspectedImage | undefined): number[] {
  return exposedTcpPorts(image?.Config?.ExposedPorts);
}

/** `mosquitto_pub …` with the image of a broker: the ports of the image are the broker's. */
function runsAnotherProgram(service: ComposeService, { Config }: InspectedImage): boolean {
  const given = [...(service.entrypoint ?? []), ...(service.command ?? [])];
  if (given[0] === undefined || given[0].startsWith('-')) return false;
  const own = [Config?.Entrypoint?.at(-1), Config?.Cmd?.[0]]
    .flatMap((program) => (program === undefined ? [] : [basename(program)]))
    .filter((program) => !/entrypoint/.test(program));
  const words = given.flatMap((word) => word.split(/[\s;&|()"'/]+/));
  return own.length > 0 && !own.some((program) => words.includes(program));
}

function readDockerfile({ dockerfile, context, target, args }: ComposeBuild): {
  base: string | undefined;
  ports: readonly number[];
} {
  // Written in the Compose file, or somewhere in the network: the engine will know.
  if (!existsSync(dockerfile)) return { base: undefined, ports: [] };
  const { image } = parseDockerfile(readFileSync(dockerfile, 'utf8'), {
    file: dockerfile,
    context,
    args,
    isDirectory: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
    ...(target === undefined ? {} : { target }),
  });
  return { base: image?.base, ports: image?.ports ?? [] };
}
