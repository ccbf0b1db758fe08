import type { Step } from '../block.ts';
import type { Shape } from '../shape.ts';
import { execShape } from './exec-shape.ts';
import { faultShape } from './fault-shape.ts';
import { httpShape } from './http-shape.ts';
import { sqlShape } from './sql-shape.ts';
import { stepOf } from './step-of.ts';
import { waitUntilShape } from './wait-until-shape.ts';
import { wsShape } from './ws-shape.ts';

/** Any step; the key that names its kind decides how the rest is read. */
export const step: Shape<Step> = stepOf<Step>({
  http: httpShape,
  ws: wsShape,
  sql: sqlShape,
  exec: execShape,
  'wait until': waitUntilShape,
  fault: faultShape,
});
