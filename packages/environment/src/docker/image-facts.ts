import { existsSync, readFileSync, statSync } from 'node:fs';

import type { ComposeBuild, ComposeService } from '../compose/model.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { exposedTcpPorts } from './engine-answers.ts';
import { EngineError } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';

/** What is known of a service's image before its container exists. */
export interface ImageFacts {
  /** Whether the engine has it, or will when it is built. */
  readonly isThere: boolean;
  /** TCP ports it says it listens on. */
  readonly ports: readonly number[];
}

/** Asks the Dockerfile of a service that is built and the engine for an image that is there. */
export async function readImageFacts(service: ComposeService, api: EngineApi): Promise<ImageFacts> {
  if (service.build === undefined) return inspectImage(service.image, api);
  const { base, ports } = readDockerfile(service.build);
  const inherited = await inspectImage(base, api);
  return { isThere: true, ports: [...new Set([...ports, ...inherited.ports])] };
}

async function inspectImage(image: string | undefined, api: EngineApi): Promise<ImageFacts> {
  if (image === undefined || image === '' || image === 'scratch')
    return { isThere: false, ports: [] };
  try {
    const answer = await api.get<{
      Config: { ExposedPorts?: Record<string, object> | null } | null;
    }>(`/images/${encodeURIComponent(image)}/json`);
    return { isThere: true, ports: exposedTcpPorts(answer.Config?.ExposedPorts) };
  } catch (error) {
    if (error instanceof EngineError) return { isThere: false, ports: [] };
    throw error;
  }
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
