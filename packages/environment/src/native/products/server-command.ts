import { basename } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import type { Product } from './product.ts';

/** What `command` and `entrypoint` of a service make of an image's server. */
export type ServerCommand =
  /** The image's own command. */
  | { readonly kind: 'preset' }
  | { readonly kind: 'server'; readonly args: readonly string[]; readonly words: readonly string[] }
  /** A shell script that starts the server at some point. */
  | { readonly kind: 'script'; readonly words: readonly string[] }
  /** Another program of the image: a client that does a job, say. */
  | { readonly kind: 'other'; readonly words: readonly string[] };

const SHELLS = ['sh', 'bash', 'ash', 'dash'];
/** The script that official images start with; it hands on to the server. */
const ENTRYPOINT_SCRIPT = /(?:^|\/)(?:docker-)?entrypoint(?:\.sh)?$/;

/** Finds the server's arguments in what the Compose file gives. */
export function readServerCommand(
  service: ComposeService,
  product: Pick<Product, 'programs' | 'takesWords'>,
): ServerCommand {
  const { entrypoint, command } = service;
  const given = [...(entrypoint ?? []), ...(command ?? [])];
  const words = ENTRYPOINT_SCRIPT.test(given[0] ?? '') ? given.slice(1) : given;
  const [first, ...rest] = words;
  if (first === undefined) return { kind: 'preset' };
  const name = basename(first);
  if (product.programs.includes(name)) return { kind: 'server', args: rest, words };
  if (SHELLS.includes(name)) {
    const startsServer = product.programs.some((program) => namesProgram(words, program));
    return { kind: startsServer ? 'script' : 'other', words };
  }
  const isArguments = first.startsWith('-') || product.takesWords === true;
  if (entrypoint === undefined && isArguments) return { kind: 'server', args: words, words };
  return { kind: 'other', words };
}

/** Whether a script has the program as a word of its own: `mosquitto_pub` is a client of `mosquitto`. */
function namesProgram(words: readonly string[], program: string): boolean {
  return words.some((word) => word.split(/[\s;&|()"'/]+/).includes(program));
}
