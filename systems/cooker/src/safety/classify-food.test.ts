import assert from 'node:assert/strict';
import { test } from 'node:test';

import { classifyFood } from './classify-food.ts';

test('TC-HELP-01 to 03 tell poultry', () => {
  assert.ok(classifyFood('chicken').poultry);
  assert.ok(classifyFood('turkey breast').poultry);
  assert.ok(!classifyFood('beef').poultry);
});

test('TC-HELP-04 and 05 tell ground meat', () => {
  assert.ok(classifyFood('ground beef').groundMeat);
  assert.ok(!classifyFood('steak').groundMeat);
});

test('knows poultry in the languages of a Swiss kitchen', () => {
  const names = [
    'CHICKEN Breast',
    'duck',
    'Cornish hen',
    'quail',
    'pheasant',
    'capon',
    'poussin',
    'Poulet',
    'Pouletbrust',
    'Hähnchenbrust',
    'Haehnchenschenkel',
    'Huhn',
    'Suppenhuhn',
    'Pute',
    'Putenschnitzel',
    'Truthahn',
    'Ente',
    'Entenbrust',
    'Gänsekeule',
    'Geflügel',
    'dinde',
    'magret de canard',
    'pollo',
    'tacchino',
    'ｃｈｉｃｋｅｎ',
    '🍗',
    'chicken-thigh',
    'no chicken, sorry',
  ];
  for (const name of names) assert.ok(classifyFood(name).poultry, name);
});

test('knows ground meat in the same languages', () => {
  const names = [
    'minced lamb',
    'Hamburger',
    'cheeseburgers',
    'sausages',
    'meatloaf',
    'Hackfleisch',
    'Rinderhackfleisch',
    'Gehacktes',
    'Bratwurst',
    'Cervelat',
    'steak haché',
    'merguez',
    'polpette',
    'kofta',
    'beef tartare',
    'mushroom burger',
    'beef mince, garlic',
    'ground beef pepper',
    'beef and veggie burger',
  ];
  for (const name of names) assert.ok(classifyFood(name).groundMeat, name);
});

test('is not taken in by words that only sound like meat', () => {
  const names = [
    'kitchen scraps',
    'and then beef',
    'lichen',
    'ground coffee',
    'freshly ground black pepper',
    'background',
    'underground',
    'veggie burger',
    'plant-based burger',
    'black bean burger',
    'vegan sausages',
    'Gemüseburger',
    'mincemeat',
    'mince pies',
    'minced garlic',
    'hen of the woods',
    'chicken eggs',
    "hen's eggs",
    'duck egg yolk',
    'potatoes in duck fat',
    'polenta al dente',
    'vegans',
    'skate wings',
  ];
  for (const name of names) {
    const { poultry, groundMeat } = classifyFood(name);
    assert.deepEqual({ poultry, groundMeat }, { poultry: false, groundMeat: false }, name);
  }
});

test('still sees the meat beside such words', () => {
  assert.ok(classifyFood('ground coffee rubbed chicken').poultry);
  assert.ok(classifyFood('chicken eggs and chicken').poultry);
  assert.ok(classifyFood('chicken egg roll').poultry);
  assert.ok(classifyFood('veggie burger with sausage').groundMeat);
});

test('tells pork, and that one food can be several', () => {
  assert.ok(classifyFood('Schweinefilet').pork);
  assert.ok(classifyFood('wild boar').pork);
  assert.deepEqual(classifyFood('pork and turkey burger'), {
    poultry: true,
    groundMeat: true,
    pork: true,
  });
});
