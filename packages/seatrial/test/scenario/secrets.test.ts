import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { environmentAt } from './environment-at.ts';
import { serve } from './serve.ts';
import { assertPassed, exchangeOf, failureOf, tryScenario } from './try-scenario.ts';

const API_KEY = 'k3y "with" /signs&more';
const OTHER_TOKEN = 'another-token-0123456789';

describe('secrets', { concurrency: true }, () => {
  it('stay out of evidence: headers, URL, body, echoed response, unasked ones too', async () => {
    let got = '';
    await using web = await serve((request, response) => {
      got = request.headers.authorization ?? '';
      response.setHeader('set-cookie', ['session=abcdef', 'b=2']);
      response.end(JSON.stringify({ key: API_KEY, other: OTHER_TOKEN, pad: 'x'.repeat(5000) }));
    });
    const environment = environmentAt({
      web: { ...web, variables: { API_KEY, OTHER_TOKEN, COLOUR: 'mauve', USE_KEY: 'true' } },
    });
    const trial = await tryScenario(
      `steps:
  - http: POST web/x?key=\${web.API_KEY}&colour=\${web.COLOUR}
    headers: { authorization: "Bearer \${web.API_KEY}", cookie: a=b, x-on: "true" }
    json: { key: "\${web.API_KEY}" }
`,
      { environment },
    );
    assertPassed(trial);
    assert.equal(got, `Bearer ${API_KEY}`);
    for (const secret of [
      API_KEY,
      JSON.stringify(API_KEY).slice(1, -1),
      encodeURIComponent(API_KEY),
      OTHER_TOKEN,
      'session=abcdef',
      'a=b',
    ]) {
      assert.ok(!trial.said.includes(secret), `${secret} in ${trial.said}`);
      assert.ok(!trial.said.includes(JSON.stringify(secret).slice(1, -1)), secret);
    }
    const { request, response } = exchangeOf(trial);
    assert.deepEqual(request['headers'], {
      authorization: '«web.API_KEY»',
      cookie: '«cookie»',
      'x-on': 'true',
      'content-type': 'application/json',
    });
    assert.match(String(request['url']), /\?key=«web\.API_KEY»&colour=mauve$/);
    assert.equal((response['headers'] as Record<string, unknown>)['set-cookie'], '«set-cookie»');
    assert.match(
      String(response['body']),
      /^\{"key":"«web\.API_KEY»","other":"«web\.OTHER_TOKEN»"/,
    );
  });

  it('stay out of failures, also where a text is cut in the middle of one', async () => {
    const secret = 'S'.repeat(3) + 'ecret-'.repeat(20);
    await using web = await serve((_request, response) => {
      response.end(JSON.stringify({ a: `${'x'.repeat(120)}${secret}` }));
    });
    const environment = environmentAt({ web: { ...web, variables: { DB_PASSWORD: secret } } });
    const trial = await tryScenario(
      `steps:
  - http: GET web/x
    headers: { x-p: "\${web.DB_PASSWORD}" }
    expect: { json: { a: "\${web.DB_PASSWORD}" } }
`,
      { environment },
    );
    const failure = failureOf(trial);
    assert.equal(failure.expected, '"«web.DB_PASSWORD»"');
    assert.ok(!trial.said.includes(secret.slice(0, 8)), trial.said);
    assert.match(failure.seen ?? '', /«web\.DB_PASSWORD»…$/);
  });
});
