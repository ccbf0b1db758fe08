import { rewriteText } from '../rewrite.ts';
import type { ProductPlan } from './product.ts';

/** A product's plan with nothing where it says nothing. */
export type CompletePlan = ProductPlan & typeof NOTHING;

const NOTHING: Required<
  Pick<
    ProductPlan,
    | 'before'
    | 'after'
    | 'tools'
    | 'environment'
    | 'volumes'
    | 'clients'
    | 'rewrite'
    | 'applied'
    | 'warnings'
  >
> = {
  before: [],
  after: [],
  environment: {},
  volumes: [],
  clients: {},
  tools: {},
  rewrite: rewriteText,
  applied: [],
  warnings: [],
};

export function completePlan(plan: ProductPlan): CompletePlan {
  return { ...NOTHING, ...plan };
}
