import type { DeviceSnapshot } from '../device.ts';
import type { Faults } from '../faults.ts';

/** What a state document is written from. */
export interface DocumentSource {
  readonly device: DeviceSnapshot;
  readonly faults: Faults;
  readonly online: boolean;
  readonly cookerId: string;
}
