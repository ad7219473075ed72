import { describe, expect, it } from 'vitest';
import type { Prize } from '#src/core/prizes/prize.ts';
import { prizeTitle } from '#src/core/quests/tell/prize-title.ts';
import { quoted, type Telling } from '#src/core/quests/tell/telling.ts';

const telling: Telling = {
  language: 'uk',
  fallback: 'uk',
  messenger: 'telegram',
  timeZone: 'Europe/Kyiv',
  now: new Date('2026-11-28T10:00:00Z'),
};
const told = (title: string, prize: Prize, name = ''): string =>
  prizeTitle({ titles: { uk: title }, prize, names: { uk: name } }, telling);

describe('a prize in words', () => {
  it('says what one gets beside what staff called it', () => {
    expect(told('Приз команди', { kind: 'points', points: 20 })).toBe('Приз команди (20\u00a0балів)');
    expect(told('За старання', { kind: 'gift', rewardId: 'rwd_00000000000000000000' }, 'Торбинка')).toBe(
      'За старання («Торбинка»)',
    );
  });

  it('says it once where the title says it', () => {
    expect(told('20 балів команді', { kind: 'points', points: 20 })).toBe('20 балів команді');
    expect(
      told('Кава для двох', { kind: 'coupon', offerId: 'off_00000000000000000000' }, 'Кава для двох'),
    ).toBe('Кава для двох');
    const badge: Prize = { kind: 'badge', sign: '🧺', titles: { uk: 'Знавець полиць' } };
    expect(told('Знавець полиць', badge, 'Знавець полиць')).toBe('Знавець полиць 🧺');
  });

  it('leaves a thing without a name at its title', () => {
    expect(told('Сюрприз', { kind: 'gift', rewardId: 'rwd_00000000000000000000' })).toBe('Сюрприз');
  });
});

describe('words in quotation marks', () => {
  it('have inner ones of their own', () => {
    const titles = { uk: 'Гра «Пари»', en: 'The game “Pairs”' };
    expect(quoted(titles, telling)).toBe('Гра „Пари“');
    expect(quoted(titles, { ...telling, language: 'en' })).toBe('The game ‘Pairs’');
  });
});
