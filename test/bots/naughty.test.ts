// Whatever people are called: what a messenger gets is valid, short enough and says the same.
import { describe, expect, it } from 'vitest';
import { words } from '#bots/dialogue/words.ts';
import { CAPTION_LIMIT, renderMarkup, renderText, TEXT_LIMIT } from '#bots/telegram/render.ts';
import { renderMessage } from '#bots/viber/render.ts';
import { renderText as renderViberText } from '#bots/viber/render-text.ts';
import { newCardNumber } from '#src/core/cards/card-number.ts';
import { drawCard } from '#src/core/cards/draw-card.ts';
import { readRichText } from '#src/core/deliveries/rich-text.ts';
import { readName, shortName } from '#src/core/members/person-name.ts';
import { Refusal } from '#src/core/refusal.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { NAUGHTY, someNaughty } from '#test/support/naughty.ts';

/** Sentences with a person's or the staff's words in them, with and without a count. */
const SENTENCES = LANGUAGES.flatMap((language) => [
  (value: string) => words(language, 'gift.ask', { giver: value, points: '5', day: '1' }),
  (value: string) => words(language, 'gift.note', { note: value }),
  (value: string) => words(language, 'rewards.confirm', { name: value, price: '5', rest: '1' }),
  (value: string) => words(language, 'rewards.pickUp', { place: value, count: 3 }),
  (value: string) => words(language, 'offers.whereMore', { stores: value, count: 21 }),
]);

/** Tags and entities that Telegram's HTML knows; null where the markup is not valid. */
function readTelegram(html: string): string | null {
  const open: string[] = [];
  let text = '';
  for (const [piece, close, tag] of html.matchAll(/<(\/?)(b|i|s|code|a)(?: href="[^"<>]*")?>|[^<]+|</g)) {
    if (piece === '<' || (!tag && />|&(?!(lt|gt|amp|quot);)/.test(piece))) return null;
    if (!tag) text += piece;
    else if (!close) open.push(tag);
    else if (open.pop() !== tag) return null;
  }
  if (open.length > 0) return null;
  return text.replace(
    /&(lt|gt|quot|amp);/g,
    (_all, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '',
  );
}

const LOOKALIKE: Record<string, string> = { '∗': '*', ˍ: '_', '∼': '~', ˋ: '`' };
const alike = (text: string) => text.replace(/[∗ˍ∼ˋ]/g, (sign) => LOOKALIKE[sign] ?? sign);

describe('naughty words', () => {
  it('when they stand in a sentence, then the sentence brings its own markup and no other, and every letter of theirs', () => {
    for (const value of NAUGHTY) {
      for (const sentence of SENTENCES) {
        const spans = readRichText(sentence(value));
        const plain = readRichText(sentence('ЗНАК'));
        expect(spans.map((span) => span.text).join('')).toBe(
          plain
            .map((span) => span.text)
            .join('')
            .replace('ЗНАК', () => value),
        );
        expect(spans.filter((span) => span.href !== undefined)).toEqual([]);
      }
    }
  });

  it.each([TEXT_LIMIT, CAPTION_LIMIT])(
    'when Telegram gets them in %i characters, then the HTML is valid and says the same',
    (limit) => {
      for (const value of NAUGHTY) {
        const rich = `<b>${SENTENCES[0]?.(value)}</b>\n${SENTENCES[1]?.(value)}`;
        const html = renderText(rich, limit);
        const read = readTelegram(html);
        expect(read, html.slice(0, 200)).not.toBeNull();
        expect(read?.length).toBeLessThanOrEqual(limit);
        expect(read?.isWellFormed()).toBe(rich.isWellFormed());
        if (value.length < limit / 3) expect(read?.split(value).length).toBeGreaterThanOrEqual(3);
      }
    },
  );

  it('when Viber gets them, then nothing of theirs marks anything, they are not too long, and read alike', () => {
    for (const value of NAUGHTY) {
      const text = renderViberText(SENTENCES[0]?.(value) ?? '');
      expect(text.length).toBeLessThanOrEqual(7_000);
      if (value.length < 3_000) expect(alike(text)).toContain(alike(value));
      const outsideOfAddresses = text.replace(/https?:\/\/\S+/g, '');
      expect(outsideOfAddresses).not.toMatch(
        /(?<![\p{L}\p{N}])[*_~`][^\s*_~`]|[^\s*_~`][*_~`](?![\p{L}\p{N}])/u,
      );
    }
  });

  it('when they are labels, then both keyboards show them as they are', () => {
    const options = { sender: { name: 'Поруч' }, publicPictureUrl: () => 'https://kartka.example/x.png' };
    for (const value of NAUGHTY.filter((each) => each.trim() !== '')) {
      const buttons = [[{ label: value, action: 'reward:rew_1' }]];
      expect(renderMarkup({ buttons })).toMatchObject({ inline_keyboard: [[{ text: value }]] });
      const [message] = renderMessage({ say: 'message', text: 'a', buttons }, options);
      const [button] = (message as { keyboard: { Buttons: { Text: string }[] } }).keyboard.Buttons;
      expect(button?.Text).toMatch(/^<font color="#\w{6}">[^<>]*<\/font>$/);
      expect(button?.Text.length).toBeLessThan(600);
    }
  });

  it('when they are names, then a name is refused or short, visible and on one line', () => {
    let names = 0;
    for (const value of NAUGHTY) {
      const name = tryName(value);
      if (name === null) continue;
      names++;
      expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\n]/u);
      expect(Array.from(name).length).toBeLessThanOrEqual(60);
      expect(tryName(name)).toBe(name);
      expect(shortName(name).length).toBeLessThanOrEqual(name.length + 1);
    }
    expect(names).toBeGreaterThan(50);
  });

  it('when they are on a card, then it is drawn', async () => {
    const brand = { shopName: 'Поруч', colour: '#0B6B4F' };
    const cardNumber = newCardNumber();
    for (const memberName of someNaughty(25)) {
      const png = await drawCard({ brand, cardNumber, memberName });
      expect(png.subarray(1, 4).toString()).toBe('PNG');
    }
    const shop = await drawCard({
      brand: { ...brand, shopName: '</svg><script>&"\u0000' },
      cardNumber,
      memberName: 'Я',
    });
    expect(shop.subarray(1, 4).toString()).toBe('PNG');
  });
});

function tryName(text: string): string | null {
  try {
    return readName(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
