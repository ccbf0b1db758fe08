import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { describe, test } from 'node:test';

import { scenario, smallProject } from '../support/small-project.ts';
import type { TrialProject } from '../support/trial-project.ts';
import { trialProject } from '../support/trial-project.ts';

/** A service that takes orders over a WebSocket; `ID` is what it answers as the id of the first. */
const SERVICE = `
import { createServer } from 'node:http';
import { WebSocketServer } from ${JSON.stringify(import.meta.resolve('ws'))};
const server = createServer((_, response) => response.end());
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type } = JSON.parse(String(data));
    const answer = type === 'place' ? { type: 'placed', id: JSON.parse(process.env.ID ?? '1') } : { type: 'refused' };
    socket.send(JSON.stringify({ ...answer, at: 'noon' }));
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
`;

const CONTRACT = `asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels:
  orders:
    address: /orders/{table}
    messages:
      place:
        payload:
          type: object
          required: [type, dish]
          properties: { type: { const: place }, dish: { type: string } }
      placed:
        payload:
          type: object
          required: [type, id]
          properties: { type: { const: placed }, id: { type: integer } }
      refused: { payload: { properties: { type: { const: refused }, at: {} } } }
  bills: { address: /bills, messages: { bill: {} } }
operations:
  take:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/place' }]
  tell:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages:
      - { $ref: '#/channels/orders/messages/placed' }
      - { $ref: '#/channels/orders/messages/refused' }
`;

const PLACE =
  '{ ws: web/orders/7?x=1, send: [{ type: place, dish: soup }], expect: [{ type: placed }] }';
const SECTION = [
  '## API Contracts',
  '',
  '**Client -> web:**',
  '',
  '- Contract file: `orders.yaml`',
  '- Version: 1.0.0',
].join('\n');

function ordersProject(
  t: TestContext,
  steps: readonly string[],
  options: { readonly id?: string; readonly contract?: string; readonly section?: string } = {},
): TrialProject {
  const { id = '1', contract = CONTRACT, section = SECTION } = options;
  const compose = `services:
  web:
    x-native: { command: [node, orders.mjs] }
    environment: { PORT: '5000', ID: '${id}' }
    ports: ['5000']
`;
  return trialProject(t, {
    ...smallProject([scenario('T-1', ...steps), section], {}, compose),
    'orders.mjs': SERVICE,
    'orders.yaml': contract,
  });
}

/** What the log says of the service and its contract. */
function keptIn(project: TrialProject): Record<string, unknown> {
  const contract = project.record().checks.find(({ kind }) => kind === 'contract');
  const step = contract?.attempts[0]?.steps.find(({ title }) => title === 'kept by web');
  return step?.evidence as Record<string, unknown>;
}

describe('an AsyncAPI contract in a run', { concurrency: 2 }, () => {
  test('that the service keeps is passed, with channels and messages exercised', async (t) => {
    const project = ordersProject(t, [PLACE]);
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    const { coverage, notExercised, undocumentedFields } = keptIn(project);
    assert.equal(coverage, '1 of 2 channels, 2 of 4 messages exercised; checked 2 messages');
    assert.deepEqual(notExercised, ['send refused on /orders/{table}', 'bill on /bills']);
    assert.deepEqual(undocumentedFields, [
      { operation: 'send placed on /orders/{table}', pointer: '/at' },
    ]);
  });

  test('that it does not keep is failed, with the place in the contract', async (t) => {
    const project = ordersProject(t, [PLACE], { id: '"one"' });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const [violation] = keptIn(project)['violations'] as readonly Record<string, unknown>[];
    assert.equal(violation?.['code'], 'message-invalid');
    assert.equal(violation['target'], 'send /orders/7');
    assert.equal(violation['at'], 'message /id');
    assert.equal(
      violation['pointer'],
      '/channels/orders/messages/placed/payload/properties/id/type',
    );
  });

  test('is not broken by what a scenario sends on purpose; that is told', async (t) => {
    const wrong = '{ ws: web/orders/7, send: [{ type: fly }], expect: [{ type: refused }] }';
    const project = ordersProject(t, [wrong]);
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    const { violations, tolerated } = keptIn(project);
    assert.deepEqual(violations, []);
    const [told] = tolerated as readonly Record<string, unknown>[];
    assert.equal(told?.['code'], 'message-invalid');
  });

  test('of another version cannot be checked, and says so with its place', async (t) => {
    const contract = CONTRACT.replace('asyncapi: 3.0.0', 'asyncapi: 2.6.0');
    const project = ordersProject(t, [PLACE], { contract });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /this version of AsyncAPI is not understood/);
  });

  test('whose versions nobody compares is not proven where the spec forbids breaking changes', async (t) => {
    const section = `${SECTION}\n- Breaking changes: none`;
    const project = ordersProject(t, [PLACE], { section });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    assert.match(stdout, /versions of AsyncAPI documents are not compared/);
  });
});
