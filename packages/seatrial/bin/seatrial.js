#!/usr/bin/env node
// JavaScript, because it runs before the compile cache is on: that of a `.ts` file would load Node's type stripper each time.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { main } = await import('../src/cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
