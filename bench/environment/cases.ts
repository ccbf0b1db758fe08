import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One Compose project that is brought up and taken down by everybody. */
export interface Case {
  readonly title: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Names that the containers' own tools need; in the order of the file. */
  readonly name: 'one' | 'three' | 'ten';
}

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const CASES: readonly Case[] = [
  { name: 'one', title: '(a) one HTTP service', folder: place('./projects/one') },
  { name: 'three', title: '(b) HTTP + PostgreSQL + Redis', folder: place('./projects/three') },
  {
    name: 'ten',
    title: '(c) ten services',
    folder: place('../../packages/environment/test/projects/ten-services'),
  },
];

export function nativeFiles({ folder }: Case): string[] {
  return [join(folder, 'compose.yaml')];
}

/** Images cannot be pulled on every machine: what runs in containers does so on images made from scratch. */
export function buildFiles({ folder }: Case): string[] {
  return [join(folder, 'compose.yaml'), join(folder, 'compose.docker.yaml')];
}

/** As `buildFiles`, with nothing to build: the images are there, as those of a registry would be. */
export function containerFiles(one: Case): string[] {
  return [
    ...buildFiles(one),
    fileURLToPath(new URL(`./projects/${one.name}.built.yaml`, import.meta.url)),
  ];
}
