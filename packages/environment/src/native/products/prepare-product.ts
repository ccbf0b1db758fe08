import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { PrepareContext } from '../launch-plan.ts';
import { rewriteArguments, rewriteText } from '../rewrite.ts';
import type { CompletePlan } from './complete-plan.ts';
import { findOnPath } from './find-programs.ts';
import type { Product, ProductRequest } from './product.ts';

/**
 * Writes what a server is told by files: its configuration, and commands in front of PATH, so that a script or a
 * healthcheck that knows only the container finds the server and its clients with the ports of this machine.
 */
export async function prepareProduct(
  product: Product,
  prepared: { request: ProductRequest; setUp: CompletePlan; context: PrepareContext },
): Promise<void> {
  const { request, setUp, context } = prepared;
  const { before, after, clients, tools, configs, rewrite } = setUp;
  const bin = join(request.home, 'bin');
  mkdirSync(bin, { recursive: true });
  const told = (words: readonly string[]): string[] =>
    rewriteArguments(['', ...words], context.scope)
      .slice(1)
      .map(quote);
  const write = (name: string, words: readonly string[]): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${words.join(' ')}\n`, { mode: 0o755 });
  for (const name of product.programs) {
    write(name, [quote(request.program.path), ...told(before), '"$@"', ...told(after)]);
  }
  const folders = (context.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== bin);
  for (const [name, words] of Object.entries(clients)) {
    const client = findOnPath(name, folders.join(delimiter));
    if (client !== undefined) write(name, [quote(client), ...told(words), '"$@"']);
  }
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${rewriteText(script, context.scope)}\n`, {
      mode: 0o755,
    });
  }
  configs?.write(rewrite, context.scope);
  await setUp.prepare?.(context);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
