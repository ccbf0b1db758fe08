/** The Compose file of a project with services that are `web.mjs`; `extra` is added to each. */
export function composeOf(services: Readonly<Record<string, string>> = { web: '' }): string {
  const blocks = Object.entries(services).map(([name, extra]) =>
    [
      `  ${name}:`,
      '    x-native: { command: [node, web.mjs] }',
      ...(extra.includes('environment:')
        ? []
        : [`    environment: { NAME: ${name}, PORT: '5000' }`]),
      ...(extra.includes('ports:') ? [] : ["    ports: ['5000']"]),
      ...extra
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `    ${line}`),
    ].join('\n'),
  );
  return `services:\n${blocks.join('\n')}\n`;
}

/** A scenario whose steps are the lines of a YAML list. */
export function scenario(id: string, ...steps: readonly string[]): string {
  return [`## ${id} the title of ${id}`, '', ...block(steps), ''].join('\n');
}

function block(steps: readonly string[]): readonly string[] {
  return ['```yaml scenario', 'steps:', ...steps.map((step) => `  - ${step}`), '```'];
}

/** A step that a healthy `web` passes. */
export const OK = '{ http: GET web/ok, expect: { json: { ok: true } } }';
/** A step that it fails. */
export const NOT_OK = '{ http: GET web/ok, expect: { json: { ok: false } } }';

/** The files of a project with one spec. */
export function smallProject(
  scenarios: readonly string[],
  config: Readonly<Record<string, unknown>> = {},
  compose: string = composeOf(),
): Readonly<Record<string, string>> {
  return {
    'compose.yaml': compose,
    '.session/config.json': JSON.stringify({ trial: config }, null, 2),
    '.session/specs/trial.md': ['# Trial', '', ...scenarios].join('\n'),
  };
}
