import { describe, expect, it } from 'vitest';
import { type CampaignContent, contentOf } from '#src/core/campaigns/campaign-content.ts';
import { checkContent, checkTexts } from '#src/core/campaigns/content/check-content.ts';
import { compileContent, offerLine } from '#src/core/campaigns/content/compile-content.ts';
import { composeCampaignMessage } from '#src/core/campaigns/content/compose-campaign-message.ts';
import { Refusal } from '#src/core/refusal.ts';
import { formatCounted } from '#src/lib/format.ts';
import { newId, type OfferId, type StoreId } from '#src/lib/id.ts';
import { LANGUAGES } from '#src/lib/language.ts';

const CHEESE: OfferId = newId('off', 1);
const COFFEE: OfferId = newId('off', 2);
const STORE: StoreId = newId('str', 3);
const lines = (title: string) =>
  ({
    uk: offerLine(title, null, 'uk'),
    ru: offerLine(title, null, 'ru'),
    en: offerLine(title, null, 'en'),
  }) as const;
const KNOWN = {
  fallback: 'uk' as const,
  offers: new Map([
    [CHEESE, lines('Сир <-20 %>')],
    [COFFEE, lines('Кава')],
  ]),
  stores: new Map([[STORE, 'Хрещатик']]),
};
const NBSP = '\u00a0';
const OLENA = { name: 'Олена', language: 'uk' as const, balance: 1_283n };
const message = (content: CampaignContent, reader: object = {}) =>
  composeCampaignMessage(compileContent(content, KNOWN), { ...OLENA, ...reader });
const said = (text: string, reader: object = {}) => message(contentOf({ uk: text, en: text }), reader).text;
const withSlots = (text: string, fallback = 'Зазирніть до нас') =>
  checkContent({
    ...contentOf({ uk: text }),
    slots: { pool: [CHEESE, COFFEE], count: 2, fallback: { uk: fallback } },
  });
function problems(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ field, problem }) => [field, problem]);
    throw error;
  }
  return [];
}

describe('a text', () => {
  it('when it counts something, then the word after the number has the right form', () => {
    const text = '{{balance}}, {{ balance , зірка|зірки|зірок }}, {{3, день|дні|днів}}';
    expect(said(text)).toBe(`1${NBSP}283${NBSP}бали, 1${NBSP}283${NBSP}зірки, 3${NBSP}дні`);
    expect(said('{{balance, зірка|зірки|зірок}}', { balance: 11n })).toBe(`11${NBSP}зірок`);
    expect(said('{{balance, star|stars}}', { language: 'en', balance: 1n })).toBe(`1${NBSP}star`);
  });

  it('when it has marks, then they are the messengers’ own, and nothing else acts as markup', () => {
    expect(said('*{{name}}*, 5*3 _так_ ~ні~ <i>', { name: '*О<b>*' })).toBe(
      '<b>*О&lt;b&gt;*</b>, 5*3 <i>так</i> <s>ні</s> &lt;i&gt;',
    );
    expect(said('https://a.ua/_x_?n=*1* і *так*')).toBe('https://a.ua/_x_?n=*1* і <b>так</b>');
  });

  it('when a reader lacks what a line says, then the line is left out for them alone', () => {
    const text = 'Вітаємо\nЗгорить {{expiring}} за {{days}}\n{{store}} чекає';
    const day = 86_400_000;
    const expiring = { points: 120n, at: 8.5 * day };
    expect(said(text)).toBe('Вітаємо');
    expect(said(text, { facts: { tierKey: null, storeId: STORE, expiring, now: 0 } })).toBe(
      `Вітаємо\nЗгорить 120${NBSP}балів за 9${NBSP}днів\nХрещатик чекає`,
    );
  });

  it('when a place is unknown or not closed, then it is refused with the place and what there is', () => {
    const wrong = (text: string) => problems(() => checkTexts({ uk: text }));
    expect(wrong('{{імя}}')).toEqual([['texts.uk', 'campaign.unknownPlace']]);
    expect(wrong('{{name')).toEqual([['texts.uk', 'campaign.openPlace']]);
    expect(wrong('{{name, а|б|в}}')).toEqual([['texts.uk', 'campaign.notCounted']]);
    expect(wrong('{{balance, а|б}}')).toEqual([['texts.uk', 'campaign.pluralForms']]);
    expect(wrong('{{offers}}')).toEqual([['texts.uk', 'campaign.noOffers']]);
    expect(wrong('{name} {{name}} {{balance}}')).toEqual([]);
  });
});

describe('content', () => {
  it('when it is wrong in several places, then each is told by its path', () => {
    const version = (uk: string) => ({ when: null, variant: null, texts: { uk } });
    const blocks = [{ name: 'a', versions: [version('{{x}}'), version('так'), version('{{y}}')] }];
    expect(problems(() => checkContent({ blocks }))).toEqual([
      ['content.blocks.0.versions.0.texts.uk', 'campaign.unknownPlace'],
      ['content.blocks.0.versions.2.texts.uk', 'campaign.unknownPlace'],
    ]);
    const button = { kind: 'open', label: { uk: 'Далі' }, url: 'javascript:alert(1)' };
    expect(problems(() => checkContent({ blocks: [], buttons: [button] })).map(([field]) => field)).toEqual([
      'content.blocks',
      'content.buttons.0.url',
    ]);
    const empty = { blocks: [{ versions: [{ texts: {} }] }] };
    expect(() => checkContent(empty)).toThrow(expect.objectContaining({ code: 'text_missing' }));
  });

  it('when a reader has a version of each block, then these are said, and those of none are left out', () => {
    const version = (uk: string, variant: string | null = null) => ({ when: null, variant, texts: { uk } });
    const content = checkContent({
      blocks: [
        { name: 'привіт', versions: [version('Доброго ранку', 'A'), version('Вітаємо')] },
        { name: 'новина', versions: [version('Сир')] },
      ],
    });
    expect(message(content, { picked: [2, 1] }).text).toBe('Вітаємо\n\nСир');
    expect(message(content, { picked: [0, 1] }).text).toBe('Сир');
  });

  it('when a reader has offers, then text and buttons name theirs, and the fallback stands for whom there are none', () => {
    const content = withSlots('Для вас:\n{{offers}}');
    const two = message(content, { offers: [CHEESE, COFFEE] });
    expect(two.text).toBe('Для вас:\n• <b>Сир &lt;-20 %&gt;</b>\n• <b>Кава</b>');
    expect(two.buttons?.flat().map((button) => ('action' in button ? button.action : button))).toEqual([
      `offer.take:${CHEESE}`,
      `offer.take:${COFFEE}`,
      'consent.off',
    ]);
    expect(message(content, { offers: [COFFEE] }).text).toBe('Для вас:\n<b>Кава</b>');
    expect(message(content, { offers: [] }).text).toBe('Для вас:\nЗазирніть до нас');
    expect(message(withSlots('Вітаємо\n{{offers}}', ''), { offers: [] }).text).toBe('Вітаємо');
  });

  it('when a language has no text, then its readers get another, with the words of that other', () => {
    const content = contentOf({ uk: 'У вас {{balance, зірка|зірки|зірок}}' });
    for (const language of LANGUAGES) expect(message(content, { language }).text).toContain('зірки');
  });
});

describe('numbers', () => {
  it('when they are written without Intl, then they are what Intl writes', () => {
    const forms = { one: 'one', few: 'few', many: 'many', other: 'other' };
    const locales = { uk: 'uk-UA', ru: 'ru-UA', en: 'en-GB' } as const;
    const some = Array.from({ length: 1_300 }, (_, n) => n);
    for (const language of LANGUAGES) {
      const numbers = new Intl.NumberFormat(locales[language], { useGrouping: 'always' });
      const plurals = new Intl.PluralRules(locales[language]);
      for (const count of [...some, 9_999, 10_000, 99_901, 123_456, 999_999, 1_000_000, 12_345_678])
        expect(formatCounted(BigInt(count), forms, language)).toBe(
          `${numbers.format(count)}${NBSP}${plurals.select(count)}`,
        );
    }
  });
});
