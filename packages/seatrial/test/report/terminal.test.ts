/* oxlint-disable no-control-regex -- terminals speak in control characters */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import stringWidth from 'string-width';

import { failure } from '../../src/evidence/index.ts';
import { createLiveTerminal, terminalCapabilities } from '../../src/report/index.ts';
import type { LiveTerminal, LiveTerminalOptions } from '../../src/report/index.ts';
import { LiveRegion } from '../../src/report/terminal/live-region.ts';
import { Story, description, mixedStory, runOf, runStarted, testFinished } from './sample-run.ts';
import { FakeTime, PlainStream, TerminalScreen } from './terminal-screen.ts';

const PATHS = { runFolder: '.session/runs/latest', runFolderUrl: 'file:///home/me/run' };

interface Trial {
  readonly screen: TerminalScreen;
  readonly time: FakeTime;
  readonly terminal: LiveTerminal;
  readonly exits: (() => void)[];
}

function onTerminal(screen: TerminalScreen, rest: Partial<LiveTerminalOptions> = {}): Trial {
  const time = new FakeTime();
  const exits: (() => void)[] = [];
  const terminal = createLiveTerminal({
    stream: screen,
    now: time.now,
    every: time.every,
    atExit: (callback) => {
      exits.push(callback);
      return () => exits.splice(exits.indexOf(callback), 1);
    },
    color: false,
    unicode: true,
    hyperlinks: false,
    animated: true,
    ...rest,
  });
  return { screen, time, terminal, exits };
}

function inLog(rest: Partial<LiveTerminalOptions> = {}): {
  readonly stream: PlainStream;
  readonly time: FakeTime;
  readonly terminal: LiveTerminal;
} {
  const time = new FakeTime();
  const stream = new PlainStream();
  const terminal = createLiveTerminal({
    stream,
    now: time.now,
    every: time.every,
    color: false,
    unicode: true,
    hyperlinks: false,
    animated: false,
    ...rest,
  });
  return { stream, time, terminal };
}

/** Tells the events of a story at the times at which they happened. */
function tell(story: Story, terminal: LiveTerminal, time: FakeTime): void {
  for (const event of story.events) {
    time.pass(event.elapsedMs - time.nowMs);
    terminal.onEvent(event);
  }
}

describe('terminal with a live region', () => {
  it('shows services while they come up, with the time they take', () => {
    const { screen, time, terminal } = onTerminal(new TerminalScreen());
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db', 'api'] });
    story.say({ type: 'service.ready', service: 'db', afterMs: 40, by: 'healthcheck' });
    tell(story, terminal, time);
    time.pass(1_200);
    assert.match(
      screen.text(),
      /^✓ service db ready {2}40 ms\n\S Services {2}1\/2 ready\n {2}\S api {2}1\.2 s$/,
    );
  });

  it('shows running checks as a tree below what is finished', () => {
    const { screen, time, terminal } = onTerminal(new TerminalScreen());
    const story = new Story().say(runStarted([description('A-1'), description('A-2')]));
    story.check('A-1', 500, { outcome: 'passed' });
    story.say({ type: 'check.started', check: 'A-2', attempt: 1 });
    tell(story, terminal, time);
    time.pass(2_000);
    assert.match(
      screen.text(),
      /^✓ A-1 {2}what A-1 says {2}500 ms\n\S Checks {2}1\/2 {2}1 passed {2}2\.5 s\n {2}integration_cooker\n {4}\S A-2 {2}2\.0 s {2}what A-2 says$/,
    );
  });

  it('writes only the lines that changed: an unchanged tree costs nothing but its spinner', () => {
    const { screen, time, terminal } = onTerminal(new TerminalScreen());
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'check.started', check: 'A-1', attempt: 1 });
    tell(story, terminal, time);
    time.pass(160);
    const frame = screen.writes.at(-1) ?? '';
    assert.doesNotMatch(frame, /integration_cooker/);
    assert.match(frame, /A-1/);
  });

  it('never lets a live line wrap, also with wide characters, and never grows over the screen', () => {
    const title = '漢字'.repeat(40);
    const ids = Array.from({ length: 40 }, (_, index) => `A-${index}`);
    const { screen, time, terminal } = onTerminal(new TerminalScreen(40, 10));
    const story = new Story().say(runStarted(ids.map((id) => description(id, { title }))));
    for (const check of ids) story.say({ type: 'check.started', check, attempt: 1 });
    tell(story, terminal, time);
    time.pass(400);
    const lines = screen.text().split('\n');
    assert.ok(lines.length <= 9, String(lines.length));
    for (const line of lines) assert.ok(stringWidth(line) < 40, line);
    assert.match(lines.at(-1) ?? '', /… \d+ more lines/);
  });

  it('leaves nothing of the tree behind, says the last words once and gives the cursor back', () => {
    const { screen, time, terminal, exits } = onTerminal(new TerminalScreen(70, 15));
    const story = mixedStory();
    tell(story, terminal, time);
    assert.equal(screen.cursorVisible, false);
    terminal.finish(story.record(), PATHS);
    const text = screen.text();
    assert.equal(screen.cursorVisible, true);
    assert.doesNotMatch(text, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
    assert.equal(text.match(/NOT READY/g)?.length, 1);
    assert.equal(text.match(/INT-01/g)?.length, 1);
    assert.equal(time.timers, 0);
    assert.deepEqual(exits, []);
  });

  it('gives the cursor back when disposed and when the process ends, once each', () => {
    for (const end of ['dispose', 'exit'] as const) {
      const { screen, time, terminal, exits } = onTerminal(new TerminalScreen());
      const story = new Story().say(runStarted([description('A-1')]));
      story.say({ type: 'check.started', check: 'A-1', attempt: 1 });
      tell(story, terminal, time);
      time.pass(100);
      assert.equal(screen.cursorVisible, false);
      if (end === 'dispose') terminal[Symbol.dispose]();
      else for (const callback of exits) callback();
      assert.equal(screen.cursorVisible, true, end);
    }
  });

  it('says nothing twice when it is disposed after it has finished', () => {
    const { screen, time, terminal } = onTerminal(new TerminalScreen());
    tell(mixedStory(), terminal, time);
    terminal.finish(mixedStory().record(), PATHS);
    const writes = screen.writes.length;
    terminal[Symbol.dispose]();
    assert.equal(screen.writes.length, writes);
  });

  it('redraws the whole tree when the window changes its width', () => {
    const { screen, time, terminal } = onTerminal(new TerminalScreen(60));
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'check.started', check: 'A-1', attempt: 1 });
    tell(story, terminal, time);
    time.pass(100);
    screen.columns = 90;
    time.pass(100);
    assert.match(screen.writes.at(-1) ?? '', /integration_cooker/);
    assert.equal(screen.text().match(/Checks/g)?.length, 1);
  });

  it('lets no name of a run move the cursor or colour the screen', () => {
    const { screen, time, terminal } = onTerminal(new TerminalScreen());
    const title = 'evil\u001b[2J\u001b[1;31m\r\nname\u0007';
    const story = new Story().say(runStarted([description('A-1', { title })]));
    story.check('A-1', 5, { outcome: 'failed', failure: failure('\u001b]0;title\u0007gone') });
    tell(story, terminal, time);
    time.pass(100);
    assert.match(screen.text(), /✗ A-1 {2}evil name/);
    terminal.finish(story.record(), PATHS);
    assert.doesNotMatch(screen.writes.join(''), /\u001b\[2J|\u001b\]0;|\u0007|\r/);
  });
});

describe('live region', () => {
  it('erases what a shorter region leaves over, and pushes what is final above it', () => {
    const screen = new TerminalScreen(40, 6);
    const region = new LiveRegion(screen);
    region.paint([], ['one', 'two', 'three']);
    region.paint([], ['one', 'TWO']);
    assert.equal(screen.text(), 'one\nTWO');
    region.paint(['done'], ['one']);
    assert.equal(screen.text(), 'done\none');
    region.paint(['1', '2', '3', '4', '5', '6', '7'], ['tail']);
    assert.equal(screen.text(), 'done\n1\n2\n3\n4\n5\n6\n7\ntail');
    region.paint([], []);
    assert.equal(screen.text(), 'done\n1\n2\n3\n4\n5\n6\n7');
  });

  it('makes one write of a frame and none when nothing changed', () => {
    const screen = new TerminalScreen();
    const region = new LiveRegion(screen);
    region.paint(['above'], ['one', 'two']);
    region.paint([], ['one', 'two']);
    assert.equal(screen.writes.length, 1);
  });
});

describe('terminal as plain lines', () => {
  it('writes one line as soon as a check ends, without any escape sequence', () => {
    const { stream, time, terminal } = inLog();
    const story = new Story().say(runStarted([description('A-1')]));
    tell(story.check('A-1', 500, { outcome: 'passed' }), terminal, time);
    assert.equal(stream.text, 'passed  A-1  what A-1 says  500 ms\n');
  });

  it('says every 10 s what still runs, and nothing about what is quick', () => {
    const { stream, time, terminal } = inLog();
    const story = new Story().say(runStarted([description('A-1'), description('A-2')]));
    story.say({ type: 'check.started', check: 'A-1', attempt: 1 });
    story.say({ type: 'check.started', check: 'A-2', attempt: 1 }, 15_000);
    tell(story, terminal, time);
    time.pass(5_000);
    assert.deepEqual(stream.lines, ['still running: A-1 (10.0 s)', 'still running: A-1 (20.0 s)']);
  });

  it('names the service that the environment waits for', () => {
    const { stream, time, terminal } = inLog();
    const story = new Story().say(runStarted([]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    tell(story, terminal, time);
    time.pass(10_000);
    assert.equal(stream.lines.at(-1), 'still running: service db (10.0 s)');
  });

  it('shows at once why a test of a suite failed and why a service died', () => {
    const { stream, time, terminal } = inLog();
    const story = new Story().say(runStarted([description('suite:unit')]));
    story.say({ type: 'check.started', check: 'suite:unit', attempt: 1 });
    const why = failure('values differ', { expected: '1', seen: '2' });
    story.say(testFinished('suite:unit', 'adds', { outcome: 'failed', failure: why }));
    story.say({ type: 'service.died', service: 'db', exit: 'SIGKILL', logTail: ['PANIC'] });
    tell(story, terminal, time);
    assert.deepEqual(stream.lines, [
      'failed  suite:unit  adds',
      '    values differ',
      '    expected  1',
      '    seen      2',
      'failed  service db ended by itself: SIGKILL',
      '    PANIC',
    ]);
  });

  it('ends with failing checks first, each with difference, place and command, then the verdict', () => {
    const { stream, terminal } = inLog();
    terminal.finish(mixedStory().record(), PATHS);
    const { lines } = stream;
    assert.deepEqual(lines.slice(1, 7), [
      'failed  INT-07  An expired token is renewed',
      '    status is not as expected',
      '    expected  200',
      '    seen      401',
      '    at        .session/specs/integration_cooker.md:97:15',
      '    rerun     seatrial run --only INT-07',
    ]);
    assert.ok(
      lines.includes(
        'skipped INT-PERF-01  Status answers fast  not proven: prose only: no step, no proof',
      ),
    );
    assert.deepEqual(lines.slice(-4), [
      '3 passed  2 failed  1 flaky  1 skipped  3.54 s',
      '',
      ' NOT READY   2 required checks failed',
      'report  .session/runs/latest/report.html',
    ]);
  });

  it('names the service and its last words when the environment did not come up', () => {
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    const started = { service: 'db', rung: 'npm:postgres', command: 'postgres', pid: 1, ports: {} };
    story.say({ type: 'service.started', ...started, log: 'services/db.log' });
    story.say({ type: 'service.died', service: 'db', exit: 'code 1', logTail: ['FATAL: no disk'] });
    const why = failure('db ended with code 1', { detail: 'FATAL: no disk' });
    story.say({ type: 'environment.failed', code: 'SERVICE_DIED', service: 'db', failure: why });
    const { stream, terminal } = inLog();
    terminal.finish(story.record(), PATHS);
    assert.match(stream.text, /error {3}service:db.*SERVICE_DIED[^]*FATAL: no disk/);
    assert.equal(stream.text.match(/service:db/g)?.length, 1);
  });

  it('B-CFG-12: writes nothing but ASCII where the locale is not UTF-8', () => {
    const { stream, time, terminal } = inLog({ unicode: false });
    const story = new Story().say(runStarted([description('A-1', { title: 'Crème – 65 °C 漢' })]));
    story.check('A-1', 5, { outcome: 'passed' });
    tell(story, terminal, time);
    terminal.finish(story.record(), PATHS);
    assert.match(stream.text, /^[\u0000-\u007f]*$/);
    assert.match(stream.text, /Creme - 65 deg C \?/);
    const screen = new TerminalScreen();
    const live = onTerminal(screen, { unicode: false });
    tell(mixedStory(), live.terminal, live.time);
    live.terminal.finish(mixedStory().record(), PATHS);
    assert.match(screen.writes.join(''), /^[\u0000-\u007f]*$/);
  });

  it('colours and links only what it is told to', () => {
    const record = runOf({ 'A-1': { outcome: 'passed' } });
    const plain = inLog();
    plain.terminal.finish(record, PATHS);
    assert.doesNotMatch(plain.stream.text, /\u001b/);
    const rich = inLog({ color: true, hyperlinks: true });
    rich.terminal.finish(record, PATHS);
    assert.match(rich.stream.text, /\u001b\[32m/);
    assert.match(rich.stream.text, /\u001b\]8;;file:\/\/\/home\/me\/run\/report\.html\u001b\\/);
  });
});

function locale(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return terminalCapabilities(env, { isTTY: true }, platform).unicode;
}

describe('capabilities of a terminal', () => {
  const tty = { isTTY: true };
  const read = (env: NodeJS.ProcessEnv, stream: { isTTY?: boolean } = tty) =>
    terminalCapabilities({ TERM: 'xterm', LANG: 'en_US.UTF-8', ...env }, stream, 'linux');

  it('colours a terminal and nothing else, unless told otherwise', () => {
    assert.equal(read({}).color, true);
    assert.equal(read({}, {}).color, false);
    assert.equal(read({ NO_COLOR: '1' }).color, false);
    assert.equal(read({ NO_COLOR: '' }).color, true);
    assert.equal(read({ FORCE_COLOR: '1', NO_COLOR: '1' }, {}).color, true);
    assert.equal(read({ FORCE_COLOR: '0' }).color, false);
    assert.equal(read({ TERM: 'dumb' }).color, false);
  });

  it('animates only a terminal that can, and never in CI', () => {
    assert.equal(read({}).animated, true);
    assert.equal(read({ CI: 'true' }).animated, false);
    assert.equal(read({ TERM: 'dumb' }).animated, false);
    assert.equal(read({}, {}).animated, false);
  });

  it('B-CFG-12: writes Unicode only where the locale says UTF-8', () => {
    assert.equal(locale({ LANG: 'de_DE.utf8' }, 'linux'), true);
    assert.equal(locale({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'linux'), false);
    assert.equal(locale({}, 'linux'), false);
    assert.equal(locale({}, 'darwin'), true);
    assert.equal(locale({}, 'win32'), false);
    assert.equal(locale({ WT_SESSION: 'x' }, 'win32'), true);
  });

  it('links only on terminals known to follow links', () => {
    assert.equal(read({}).hyperlinks, false);
    assert.equal(read({ VTE_VERSION: '7600' }).hyperlinks, true);
    assert.equal(read({ VTE_VERSION: '4000' }).hyperlinks, false);
    assert.equal(read({ TERM_PROGRAM: 'vscode' }).hyperlinks, true);
    assert.equal(read({ TERM_PROGRAM: 'vscode' }, {}).hyperlinks, false);
  });
});
