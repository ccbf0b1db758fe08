import { fileURLToPath } from 'node:url';

/** One Compose project that is brought up and taken down by everybody. */
export interface Case {
  readonly title: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Names that the containers' own tools need; in the order of the file. */
  readonly name: 'one' | 'three' | 'ten';
}

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const CASES: readonly Case[] = [
  { name: 'one', title: '(a) one HTTP service', folder: folder('./projects/one') },
  { name: 'three', title: '(b) HTTP + PostgreSQL + Redis', folder: folder('./projects/three') },
  {
    name: 'ten',
    title: '(c) ten services',
    folder: folder('../../packages/environment/test/projects/ten-services'),
  },
];

/** Images cannot be pulled on every machine: what runs in containers does so on images made from scratch. */
export const CONTAINER_FILES: readonly string[] = ['compose.yaml', 'compose.docker.yaml'];
export const NATIVE_FILES: readonly string[] = ['compose.yaml'];
