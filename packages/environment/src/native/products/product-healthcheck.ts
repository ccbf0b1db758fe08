import type { ComposeHealthcheck, ComposeService } from '../../compose/model.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { CompletePlan } from './complete-plan.ts';
import { findOnPath } from './find-programs.ts';

/** A healthcheck whose program only the image has cannot be asked; the port is, then. */
export function healthcheckOf(
  service: ComposeService,
  { clients, tools, healthcheck: preset }: CompletePlan,
  path: string,
): { applied: ComposeHealthcheck | undefined; warnings: Diagnostic[] } {
  const { healthcheck } = service;
  const test = healthcheck?.test;
  if (test === undefined || test.form === 'none' || test.form === 'image')
    return { applied: healthcheck ?? preset, warnings: [] };
  const words = test.form === 'exec' ? test.command : test.script.trim().split(/\s+/);
  const name = words[0] ?? '';
  // What a shell does by itself cannot be missing.
  const isPlain = /^[\w.-]+$/.test(name) && !SHELL_WORDS.has(name);
  if (!isPlain || name in tools || findOnPath(name, path) !== undefined)
    return { applied: healthcheck, warnings: [] };
  const instead = name in clients ? `${name} is not installed` : `there is no program ${name} here`;
  const message = `the healthcheck of service "${service.name}" is not applied: ${instead}`;
  const hint = 'the service counts as ready when its port answers';
  return {
    applied: preset,
    warnings: [
      { code: 'HEALTHCHECK_NOT_APPLIED', severity: 'warning', message, ...service.location, hint },
    ],
  };
}

const SHELL_WORDS = new Set([
  '[',
  'test',
  'exit',
  'true',
  'false',
  'if',
  'echo',
  'command',
  'exec',
]);
