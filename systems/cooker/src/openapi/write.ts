import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { openApiText } from './document.ts';

/** Where the document is kept, for people and for the contract check. */
const CONTRACT_PATH = fileURLToPath(
  new URL('../../../../contracts/cooker.openapi.json', import.meta.url),
);

/** Writes the document; the same code writes the same file. */
function writeContract(path: string = CONTRACT_PATH): void {
  writeFileSync(path, openApiText());
}

/** Whether the kept document is what the code would write. */
export function isContractCurrent(path: string = CONTRACT_PATH): boolean {
  return readFileSync(path, 'utf8') === openApiText();
}

if (import.meta.main) {
  if (!process.argv.includes('--check')) writeContract();
  else if (!isContractCurrent()) {
    process.stderr.write(
      'contracts/cooker.openapi.json is out of date: run src/openapi/write.ts\n',
    );
    process.exitCode = 1;
  }
}
