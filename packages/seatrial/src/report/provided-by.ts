import type { ServiceRecord } from '../evidence/index.ts';

type Provider = Pick<ServiceRecord, 'rung' | 'product' | 'version' | 'wanted'>;

/**
 * What ran for a service, and what was asked for: `npm-binary: PostgreSQL 18.4, for postgres:18`. What only speaks
 * the protocol of the product is stamped: `EMULATOR: …`.
 */
export function providedBy({ rung, product, version, wanted }: Provider): string {
  const what = [product, version].filter((part) => part !== null).join(' ');
  const stamp = isEmulated({ rung }) ? 'EMULATOR' : rung;
  return [stamp, what === '' ? '' : `: ${what}`, wanted === null ? '' : `, for ${wanted}`].join('');
}

/** Whether a stand-in ran instead of the product. */
export function isEmulated({ rung }: Pick<ServiceRecord, 'rung'>): boolean {
  return rung === 'emulator';
}
