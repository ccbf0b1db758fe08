import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { failure } from '../../evidence/index.ts';
import { Redaction } from './redaction.ts';

describe('redaction', () => {
  it('takes out only what sounds like a secret, in every way it may be written', () => {
    const redaction = new Redaction(null);
    redaction.add('web.COLOUR', 'mauve');
    redaction.add('web.API_KEY', 'a "b"&c');
    redaction.add('web.EMPTY_TOKEN', '');
    assert.equal(
      redaction.text('mauve a "b"&c a \\"b\\"&c a%20%22b%22%26c'),
      'mauve «web.API_KEY» «web.API_KEY» «web.API_KEY»',
    );
  });

  it('prefers the longer of two secrets that begin alike', () => {
    const redaction = new Redaction(null);
    redaction.add('a.TOKEN', 'abc');
    redaction.add('b.TOKEN', 'abcdef');
    assert.equal(redaction.text('abcdef abc'), '«b.TOKEN» «a.TOKEN»');
  });

  it('leaves no part of a secret where a text is cut', () => {
    const redaction = new Redaction(null);
    redaction.add('a.PASSWORD', '0123456789');
    for (let start = 0; start <= 40; start += 1) {
      const text = `${'x'.repeat(start)}0123456789${'y'.repeat(60)}0123456789`;
      const shown = redaction.text(text, 30);
      assert.ok(!/0123/.test(shown), shown);
      assert.ok(shown.length <= 30);
      const cut = redaction.failure(failure(`${text.slice(0, 30)}… and ${text.slice(0, 20)}…`));
      assert.ok(!/0123/.test(cut.message), cut.message);
    }
  });
});
