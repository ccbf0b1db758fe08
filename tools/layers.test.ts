import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { COOKER_ROOMS, forbidden, SEATRIAL_ROOMS } from './layers.ts';

const houses = [
  { source: 'packages/seatrial/src', rooms: SEATRIAL_ROOMS },
  { source: 'systems/cooker/src', rooms: COOKER_ROOMS },
];

for (const { source, rooms } of houses) {
  test(`every room of ${source} has its line in the table`, () => {
    const folders = readdirSync(new URL(`../${source}`, import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    assert.deepEqual(
      folders.filter((folder) => !(folder in rooms)),
      [],
    );
  });
}

for (const { source, rooms } of houses) {
  test(`a room of ${source} names only rooms that do not name it back`, () => {
    for (const [name, room] of Object.entries(rooms)) {
      for (const below of room.rooms) {
        assert.ok(!rooms[below]?.rooms.includes(name), `${name} and ${below} form a circle`);
      }
    }
  });
}

const refused: readonly (readonly [file: string, specifier: string, message: RegExp])[] = [
  ['packages/seatrial/src/evidence/log.ts', '../run/x.ts', /"evidence" may not import "run"/],
  ['packages/seatrial/src/report/html.ts', '../run/x.ts', /"report" may not import "run"/],
  ['packages/seatrial/src/report/html.ts', '@seatrial/environment', /"report" may not import/],
  ['packages/seatrial/src/environment/x.ts', '../run/x.ts', /"environment" may not import "run"/],
  ['packages/seatrial/src/checks/x.ts', '../environment/x.ts', /"checks" may not import "env/],
  ['packages/seatrial/src/cellar/x.ts', '../evidence/x.ts', /not in the layer table/],
  ['packages/environment/src/x.ts', 'seatrial', /engine package may not import "seatrial"/],
  ['packages/environment/src/x.ts', '../../seatrial/src/index.ts', /entered through its exports/],
  ['packages/load/src/x.ts', '@seatrial/environment', /engine package may not import/],
  ['systems/cooker/src/main.ts', '@seatrial/environment', /outside its tests/],
  ['systems/cooker/src/cook/cook.ts', '../anova/index.ts', /"cook" may not import "anova"/],
];

for (const [file, specifier, message] of refused) {
  test(`refuses ${specifier} in ${file}`, () => {
    assert.match(forbidden(file, specifier) ?? 'allowed', message);
  });
}

const allowed: readonly (readonly [file: string, specifier: string])[] = [
  ['packages/seatrial/src/cli/run.ts', '../run/index.ts'],
  ['packages/seatrial/src/environment/hold.ts', '@seatrial/environment'],
  ['packages/seatrial/src/checks/scenario/http.ts', '@seatrial/environment'],
  ['packages/seatrial/src/checks/scenario/http.ts', '../../evidence/index.ts'],
  ['packages/seatrial/src/evidence/log.ts', './check.ts'],
  ['packages/seatrial/src/evidence/log.ts', 'node:fs'],
  ['systems/cooker/src/main.ts', './anova/index.ts'],
  ['systems/cooker/test/door.test.ts', '@seatrial/environment'],
];

for (const [file, specifier] of allowed) {
  test(`lets ${file} import ${specifier}`, () => {
    assert.equal(forbidden(file, specifier), undefined);
  });
}
