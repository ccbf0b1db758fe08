import type { Driver, EnvironmentOptions, StartedEnvironment } from '../environment.ts';
import type {
  ServiceDriver,
  StartCourse,
  StartedLifecycle,
  UnreadyService,
} from '../lifecycle/service-driver.ts';
import { NativeDriver } from '../native/native-driver.ts';
import { DockerDriver } from './docker-driver.ts';
import { findDockerEndpoint } from './docker-endpoint.ts';
import { isEngineAnswering } from './engine-api.ts';

const ANSWER_TIMEOUT_MS = 1000;

/** Docker if an engine answers when it is started, native otherwise. */
export class AutoDriver implements ServiceDriver {
  readonly #options: EnvironmentOptions;
  #chosen: ServiceDriver;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#chosen = new NativeDriver(options);
  }

  get driver(): Driver {
    return this.#chosen.driver;
  }

  async start(course: StartCourse): Promise<void> {
    const endpoint = findDockerEndpoint(this.#options.env ?? process.env);
    if (await isEngineAnswering(endpoint, ANSWER_TIMEOUT_MS))
      this.#chosen = new DockerDriver(this.#options);
    await this.#chosen.start(course);
  }

  describe(lifecycle: StartedLifecycle): StartedEnvironment {
    return this.#chosen.describe(lifecycle);
  }

  unready(): readonly UnreadyService[] {
    return this.#chosen.unready();
  }

  logTail(service: string, lines?: number): string[] {
    return this.#chosen.logTail(service, lines);
  }

  stop(): Promise<void> {
    return this.#chosen.stop();
  }
}
