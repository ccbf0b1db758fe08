import type { ComposeHealthcheck } from '../compose/model.ts';
import type { Diagnostic } from '../diagnostic.ts';

/** CMD or ENTRYPOINT. */
export type CommandForm =
  | { readonly form: 'exec'; readonly command: readonly string[] }
  | { readonly form: 'shell'; readonly script: string };

/** A folder or file that COPY puts into the image, and where it comes from on the host. */
export interface CopiedPath {
  readonly container: string;
  readonly host: string;
}

/** What the final stage of a Dockerfile says about running it. */
export interface DockerImage {
  /** The image that the stages start from, such as `node:24`. */
  readonly base: string;
  readonly workingDirectory: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly ports: readonly number[];
  readonly entrypoint: CommandForm | undefined;
  readonly command: CommandForm | undefined;
  /** The program of the shell form. */
  readonly shell: readonly string[];
  readonly copies: readonly CopiedPath[];
  readonly volumes: readonly string[];
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly stopSignal: string | undefined;
}

/** A Dockerfile that was read: an image, or errors that say why there is none. */
export interface ParsedDockerfile {
  readonly image: DockerImage | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
