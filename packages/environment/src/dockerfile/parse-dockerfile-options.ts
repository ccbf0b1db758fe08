/** What a Dockerfile is read against. */
export interface ParseDockerfileOptions {
  /** Absolute path, for findings. */
  readonly file: string;
  /** Absolute path of the build context. */
  readonly context: string;
  /** The stage to run; the last one when absent. */
  readonly target?: string;
  readonly args?: ReadonlyMap<string, string>;
  /** Whether a path of the build context is a folder. */
  readonly isDirectory: (path: string) => boolean;
}
