import { enableCompileCache, flushCompileCache } from 'node:module';

/**
 * A young generation of 2 × 2 MB instead of 2 × 16 MB: requests are short, and the rest would be touched
 * once under load and never given back.
 */
const LEAN_FLAG = '--max-semi-space-size=2';
/**
 * glibc gives memory back instead of keeping it: V8 compiles hot code in large pieces of memory, which under
 * load would otherwise stay behind (10 to 15 MB). Other C libraries ignore these.
 */
const LEAN_MALLOC = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
  MALLOC_MMAP_THRESHOLD_: '32768',
};
const CACHE = 'NODE_COMPILE_CACHE';
/** How often this process has replaced itself; guards against doing it for ever. */
const GENERATION = 'COOKER_PROCESS_GENERATION';
const TYPE_STRIPPER = 'NativeModule internal/deps/amaro/dist/index';

/**
 * Makes a small process of a plain `node src/main.ts` by replacing it with itself: same process id, same
 * standard streams. Three things can only be had at a start: the size of V8's heap, an allocator that gives
 * memory back, and a compile cache that covers the entry file too, so that the type stripper of Node (18 MB)
 * is not loaded at all.
 *
 * Does nothing where `NODE_COMPILE_CACHE` is set already, as in the systemd unit, and only turns on the cache
 * where a process cannot replace itself (Windows). To be called before anything else is loaded.
 */
export function becomeLean(): void {
  if (process.env[CACHE] !== undefined) return;
  const { directory } = enableCompileCache();
  if (directory === undefined) return;
  replaceProcess({ ...LEAN_MALLOC, [CACHE]: directory, [GENERATION]: '1' }, [LEAN_FLAG]);
}

/**
 * After the very first start, which had to strip every file: keeps what came of it and starts from that. To
 * be called when all modules are loaded and nothing runs yet.
 */
export function shedTypeStripper(): void {
  if (process.env[GENERATION] !== '1' || !hasTypeStripper()) return;
  flushCompileCache();
  replaceProcess({ [GENERATION]: '2' }, []);
}

function hasTypeStripper(): boolean {
  // Not in the typings, since it is meant for Node's own tests; where it is missing we stay as we are.
  const { moduleLoadList } = process as { moduleLoadList?: readonly string[] };
  return moduleLoadList?.includes(TYPE_STRIPPER) === true;
}

function replaceProcess(variables: Record<string, string>, flags: readonly string[]): void {
  const command = [process.execPath, ...flags, ...process.execArgv, ...process.argv.slice(1)];
  process.execve?.(process.execPath, command, { ...process.env, ...variables });
}
