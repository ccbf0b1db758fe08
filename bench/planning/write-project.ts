import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ProjectSize {
  readonly specs: number;
  readonly scenariosPerSpec: number;
  readonly stepsPerScenario: number;
}

/** One service of the project: a Node program that answers on `PORT`. */
export interface Service {
  readonly name: string;
  readonly program: string;
  readonly port: number;
}

/**
 * Writes a project with specs as people write them: prose around the blocks, requirements, and steps that
 * send a body, capture, and look at status, headers and JSON.
 */
export function writeProject(root: string, size: ProjectSize, service: Service): void {
  const specs = join(root, '.session', 'specs');
  mkdirSync(specs, { recursive: true });
  writeFileSync(join(root, '.session', 'config.json'), '{ "trial": {} }\n');
  writeFileSync(join(root, 'compose.yaml'), composeFile(service));
  for (let spec = 1; spec <= size.specs; spec += 1) {
    writeFileSync(join(specs, `area-${padded(spec)}.md`), specText(spec, size, service));
  }
}

function composeFile({ name, program, port }: Service): string {
  return `services:
  ${name}:
    image: example.invalid/${name}
    environment:
      PORT: '${port}'
      API_KEY: bench-key-0123456789abcdef
    ports: ['${port}']
    x-native:
      command: ${JSON.stringify([process.execPath, program])}
`;
}

function specText(spec: number, size: ProjectSize, service: Service): string {
  const requirements = numbers(size.scenariosPerSpec).map(
    (scenario) => `- R${padded(spec)}-${padded(scenario)}: Items of kind ${scenario} can be kept`,
  );
  const scenarios = numbers(size.scenariosPerSpec).map((scenario) =>
    scenarioText({ spec, scenario, steps: size.stepsPerScenario, service: service.name }),
  );
  return `# Feature: Area ${spec}

What area ${spec} of the shop promises to its callers.

## Requirements

${requirements.join('\n')}

## Test Scenarios

\`\`\`yaml background
headers:
  ${service.name}: { authorization: 'Bearer \${${service.name}.API_KEY}' }
\`\`\`

${scenarios.join('\n')}`;
}

function scenarioText(of: {
  readonly spec: number;
  readonly scenario: number;
  readonly steps: number;
  readonly service: string;
}): string {
  const { spec, scenario, steps, service } = of;
  const place = `${padded(spec)}-${padded(scenario)}`;
  const step = (index: number): string =>
    index % 2 === 1
      ? `  - http: POST ${service}/items/${scenario}
    json: { name: item ${scenario}, amount: ${index}, tags: [new, small] }
    expect:
      status: 200
      headers: { content-type: { $contains: json } }
      json: { id: { $type: string }, state: ready, amount: { $gte: 1 } }
    capture: { id: $.id }`
      : `  - http: GET ${service}/items/\${id}
    expect: { status: 200, json: { id: '\${id}', state: ready } }
    within: 2s`;
  return `### AREA-${place} Items of kind ${scenario} are kept

Covers: R${place}

**Setup:** an empty store.
**Actions:** put an item in, look at it again.
**Expected Results:** what comes out is what went in.

\`\`\`yaml scenario
steps:
${numbers(steps).map(step).join('\n')}
\`\`\`
`;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function padded(value: number): string {
  return String(value).padStart(3, '0');
}
