import type { BadBlock } from './bad-block.ts';

/** Fault steps that are refused. */
export const BAD_FAULT_BLOCKS: Readonly<Record<string, BadBlock>> = {
  'a fault that is a map': {
    text: 'steps: [{ fault: { stop: web } }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:18',
    says: /a fault such as/,
  },
  'a kind of fault that is misspelt': {
    text: 'steps: [{ fault: dwon web -> db }]',
    code: 'SPEC_INVALID_FAULT',
    place: '1:18',
    says: /did you mean "down"/,
  },
  'a fault of a way without an arrow': {
    text: 'steps: [{ fault: down db }]',
    code: 'SPEC_INVALID_FAULT',
    place: '1:18',
    says: /write "-> db" when it is broken for every caller/,
    beyondSchema: true,
  },
  'a fault of a service with an arrow': {
    text: 'steps: [{ fault: kill web -> db }]',
    code: 'SPEC_INVALID_FAULT',
    place: '1:18',
    says: /kill is for a service: "kill db"/,
    beyondSchema: true,
  },
  'a status fault without a status': {
    text: 'steps: [{ fault: status web -> db }]',
    code: 'SPEC_INVALID_FAULT',
    place: '1:18',
    says: /a status from 200 to 599/,
    beyondSchema: true,
  },
  'a latency without an amount': {
    text: 'steps: [{ fault: latency web -> db }]',
    code: 'SPEC_MISSING_KEY',
    place: '1:9',
    says: /a latency fault needs the key "by"/,
    beyondSchema: true,
  },
  'an amount that a fault does not have': {
    text: 'steps: [{ fault: down web -> db, by: 2s }]',
    code: 'SPEC_UNKNOWN_KEY',
    place: '1:34',
    says: /a down fault has no key "by"/,
    beyondSchema: true,
  },
  'a rate without a unit': {
    text: 'steps: [{ fault: bandwidth web -> db, rate: 64 }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:45',
    says: /64kB\/s/,
  },
  'no request at all': {
    text: 'steps: [{ fault: status 503 -> db, first: 0 }]',
    code: 'SPEC_WRONG_TYPE',
    place: '1:43',
    says: /from 1 on/,
  },
};
