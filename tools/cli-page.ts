import { EXIT_CODES } from '../packages/seatrial/src/cli/exit-codes.ts';
/** Writes `docs/cli.md` from the tables that the command line itself parses and prints with. */
import { verbHelpBody } from '../packages/seatrial/src/cli/help.ts';
import type { Verb } from '../packages/seatrial/src/cli/verb.ts';
import { VERBS } from '../packages/seatrial/src/cli/verbs.ts';

const OPENING = `# The command line

<!-- Made by tools/generate.ts from the verb tables; edit those. -->

\`\`\`text
seatrial <verb> [options]
\`\`\`

Options may stand before or after what they belong to; \`--\` ends them. A verb or option that does not exist is refused with the one
that was probably meant. \`seatrial <verb> --help\` prints what stands here.`;

const JSON_SECTION = `## JSON

Every verb takes \`--json\`: standard output then holds exactly one JSON document, also when the verb fails. The schemas are published
with the package; keys may be added in a minor version, none is taken away or changes its meaning.

- \`run\`, \`merge\`, and the file \`run.json\`: [run](../packages/seatrial/schemas/run.schema.json)
- \`plan\`: [plan](../packages/seatrial/schemas/plan.schema.json)
- \`spec lint\`: [lint](../packages/seatrial/schemas/lint.schema.json)
- \`spec parse\`: [spec](../packages/seatrial/schemas/spec.schema.json)
- \`init\`: [init](../packages/seatrial/schemas/init.schema.json)
- \`env up\`, \`env status\`: [environment](../packages/seatrial/schemas/environment.schema.json)
- \`env down\`: [environment-down](../packages/seatrial/schemas/environment-down.schema.json)
- \`env logs\`: [environment-logs](../packages/seatrial/schemas/environment-logs.schema.json)
- \`env exec\`: [environment-exec](../packages/seatrial/schemas/environment-exec.schema.json)
- any verb that fails: [error](../packages/seatrial/schemas/error.schema.json)
- the block \`yaml scenario\`, also printed by \`spec schema\`: [scenario](../packages/seatrial/schemas/scenario.schema.json)
- \`.session/config.json\`: [config](../packages/seatrial/schemas/config.schema.json)`;

const EDITORS = `## Editors

VS Code completes and checks \`.session/config.json\` when \`.vscode/settings.json\` says where its schema is:

\`\`\`json
{
  "json.schemas": [
    {
      "fileMatch": ["/.session/config.json"],
      "url": "./node_modules/seatrial/schemas/config.schema.json"
    }
  ]
}
\`\`\`

The YAML extension does not look into the fences of a Markdown file. It helps with a block in a file of its own (\`scratch.yaml\`, say)
whose first line names the schema; the line may stay when the block goes back into the spec:

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/seatrial/schemas/scenario.schema.json
steps:
  - http: GET web/health
    expect: { status: 200 }
\`\`\`

For a folder of such files, in \`.vscode/settings.json\`:

\`\`\`json
{
  "yaml.schemas": {
    "./node_modules/seatrial/schemas/scenario.schema.json": "scenarios/*.yaml"
  }
}
\`\`\`

\`seatrial spec lint\` says everything that a schema can say and more, with \`file:line:column\`, which editors make clickable.`;

/** The page as Markdown. */
export async function cliPage(): Promise<string> {
  const verbs = await Promise.all(VERBS.map(async ({ load }) => load()));
  const exitCodes = EXIT_CODES.map(({ code, meaning }) => `- \`${code}\`: ${meaning}`).join('\n');
  return `${[
    OPENING,
    ...verbs.map(verbSection),
    `## Exit codes\n\n${exitCodes}`,
    JSON_SECTION,
    EDITORS,
  ].join('\n\n')}\n`;
}

function verbSection(verb: Verb): string {
  return `## seatrial ${verb.name}\n\n${verb.summary}\n\n${fenced(verbHelpBody(verb))}`;
}

function fenced(text: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}text\n${text}\n${fence}`;
}
