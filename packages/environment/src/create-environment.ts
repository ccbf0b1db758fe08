import type { Environment, EnvironmentOptions } from './environment.ts';
import { DrivenEnvironment } from './lifecycle/driven-environment.ts';
import { NativeDriver } from './native/native-driver.ts';

/** Describes an environment run by the native driver; nothing happens until `start()`. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  return new DrivenEnvironment(options, new NativeDriver(options));
}
