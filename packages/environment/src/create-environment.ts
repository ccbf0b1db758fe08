import { AutoDriver } from './docker/auto-driver.ts';
import { DockerDriver } from './docker/docker-driver.ts';
import type { Environment, EnvironmentOptions } from './environment.ts';
import { DrivenEnvironment } from './lifecycle/driven-environment.ts';
import type { ServiceDriver } from './lifecycle/service-driver.ts';
import { NativeDriver } from './native/native-driver.ts';

/** Describes an environment; nothing happens until `start()`. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  return new DrivenEnvironment(options, driverFor(options));
}

function driverFor(options: EnvironmentOptions): ServiceDriver {
  switch (options.driver) {
    case 'docker':
      return new DockerDriver(options);
    case 'auto':
      return new AutoDriver(options);
    case 'native':
    case undefined:
      return new NativeDriver(options);
    default:
      return options.driver satisfies never;
  }
}
