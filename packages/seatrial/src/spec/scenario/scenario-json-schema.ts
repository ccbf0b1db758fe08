import { EXPECTATION_SCHEMAS } from './read-expectation.ts';
import { backgroundShape, scenarioShape } from './scenario-blocks.ts';
import type { JsonSchema } from './shape.ts';
import { step } from './steps/step.ts';

const EXAMPLES = [
  {
    steps: [
      {
        http: 'POST cooker/start-cook',
        json: { temperature_celsius: 65, time_minutes: 90, food_type: 'chicken' },
        expect: { status: 200, json: { success: true, cook_id: { $type: 'uuid' } } },
        capture: { cookId: '$.cook_id' },
        within: '2s',
      },
      { http: 'GET cooker/cooks/${cookId}', expect: { json: { state: 'preheating' } } },
    ],
  },
];

/**
 * The JSON Schema (draft 2020-12) of the blocks, for editors: the root is a scenario, `#/$defs/background`
 * a background. Made from the same shapes that the parser reads with. What it cannot say, the parser adds:
 * captures that no earlier step makes, references and JSONPaths that cannot be read.
 */
export function scenarioJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://seatrial.dev/schemas/scenario.json',
    description:
      'The executable part of a scenario: a fenced block "yaml scenario" in a Markdown spec.',
    ...scenarioShape.schema,
    examples: EXAMPLES,
    $defs: { ...EXPECTATION_SCHEMAS, step: step.schema, background: backgroundShape.schema },
  };
}
