export { carryOutSuite } from './carry-out-suite.ts';
