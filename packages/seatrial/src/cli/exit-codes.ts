/** What the command line says with its exit code; never 0 when something could not be checked. */
export const EXIT_CODES = [
  { code: 0, meaning: 'ready' },
  { code: 1, meaning: 'not ready' },
  { code: 2, meaning: 'not proven' },
  { code: 3, meaning: 'bad spec, config or usage' },
  { code: 4, meaning: 'environment did not come up' },
  { code: 5, meaning: 'only a regression' },
  { code: 70, meaning: 'internal error' },
  { code: 124, meaning: 'timeout' },
  { code: 130, meaning: 'interrupted' },
] as const;
