import { REPORTERS } from '../report/index.ts';
import type { OptionSpecification } from './verb.ts';

/** Options of the verbs that end with a verdict. */
export const REPORT_OPTIONS: Readonly<Record<string, OptionSpecification>> = {
  reporter: {
    type: 'string',
    value: 'name',
    multiple: true,
    summary: `what to show: ${Object.keys(REPORTERS).join(', ')}; files are left anyway`,
  },
};
