/** What the engine says of a container; only what is used here. */
export interface ContainerState {
  readonly Id: string;
  readonly Name: string;
  readonly Path: string;
  readonly Args: readonly string[];
  readonly State: {
    readonly Status:
      | 'created'
      | 'running'
      | 'paused'
      | 'restarting'
      | 'removing'
      | 'exited'
      | 'dead';
    readonly Running: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Error: string;
    readonly Health?: {
      readonly Status: 'none' | 'starting' | 'healthy' | 'unhealthy';
      readonly Log: readonly { readonly ExitCode: number; readonly Output: string }[] | null;
    };
  };
  readonly Config: {
    readonly Image: string;
    readonly Tty: boolean;
    readonly WorkingDir: string;
    readonly Env: readonly string[] | null;
    readonly ExposedPorts?: Readonly<Record<string, object>> | null;
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
    readonly Labels: Readonly<Record<string, string>> | null;
  };
  readonly HostConfig: { readonly NetworkMode: string };
  readonly NetworkSettings: {
    readonly Ports: Readonly<
      Record<string, readonly { readonly HostPort: string }[] | null>
    > | null;
    readonly Networks: Readonly<
      Record<string, { readonly IPAddress: string; readonly Gateway: string }>
    > | null;
  };
}

/** One line of the engine's events. */
export interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** The ports that an image or container says it listens on, TCP only. */
export function exposedTcpPorts(
  exposed: Readonly<Record<string, object>> | null | undefined,
): number[] {
  return Object.keys(exposed ?? {}).flatMap((key) => {
    const [port, protocol] = key.split('/');
    return protocol === 'tcp' ? [Number(port)] : [];
  });
}
