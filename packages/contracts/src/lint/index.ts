export { lintContract } from './lint-contract.ts';
