import type { Environment, EnvironmentOptions } from './environment.ts';
import { NativeEnvironment } from './native/native-environment.ts';

/** Describes an environment run by the native driver; nothing happens until `start()`. */
export function createEnvironment(options: EnvironmentOptions): Environment {
  return new NativeEnvironment(options);
}
