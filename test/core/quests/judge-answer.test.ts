import { describe, expect, it } from 'vitest';
import type { Given } from '#src/core/quests/answer.ts';
import { type Judging, judgeAnswer } from '#src/core/quests/judge-answer.ts';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { STORE } from '#test/support/a-shop.ts';

const stores = [{ storeId: STORE, lat: 50.4472, lon: 30.5224 }];
const judge = (ask: TaskAsk, given: Given, known: Partial<Judging> = {}) =>
  judgeAnswer(ask, given, { isMember: true, stores, counted: 0, ...known });
const options = [{ uk: 'Чай' }, { uk: 'Кава', en: 'Coffee' }, { uk: 'Какао' }];
const pressed = { kind: 'pressed' } as const;
const chose = (...chosen: number[]) => ({ kind: 'options', options: chosen }) as const;
const wrote = (text: string) => ({ kind: 'text', text }) as const;

describe('a quiz', () => {
  const quiz = { type: 'quiz', options, right: [1] } as const satisfies object;
  const ask = (right: number[]): TaskAsk => ({ ...quiz, right });

  it.each([
    [[1], chose(1), 'right'],
    [[1], chose(0), 'wrong'],
    [[0, 2], chose(2, 0, 2), 'right'],
    [[0, 2], chose(0), 'wrong'],
    [[0, 2], chose(0, 1, 2), 'wrong'],
    [[1], chose(), 'unfit'],
    [[1], chose(7), 'unfit'],
    [[1], wrote('coffee'), 'right'],
    [[1], wrote('2.'), 'right'],
    [[1], wrote('чай'), 'wrong'],
    [[1], wrote('молоко'), 'unfit'],
    [[1], pressed, 'unfit'],
  ] as const)('when %j is right and %j is given, then it is %s', (right, given, verdict) => {
    const copy = given.kind === 'options' ? { ...given, options: [...given.options] } : given;
    expect(judge(ask([...right]), copy).verdict).toBe(verdict);
  });
});

describe('a place', () => {
  const ask: TaskAsk = { type: 'place', storeIds: [], metres: 150 };
  const near = { kind: 'place', lat: 50.448, lon: 30.5224 } as const;

  it('when it is shared near a store, then it is right, and only how far it was is kept', () => {
    expect(judge(ask, near)).toEqual({
      verdict: 'right',
      given: { kind: 'place', metres: 89, storeId: STORE },
    });
  });

  it('when it is far, or near another store than those that are named, then it is wrong', () => {
    expect(judge(ask, { ...near, lat: 50.46 }).verdict).toBe('wrong');
    expect(judge({ ...ask, storeIds: ['str_00000000000000000002'] }, near)).toEqual({
      verdict: 'wrong',
      given: { kind: 'place', metres: null, storeId: null },
    });
  });
});

describe('games', () => {
  it('when a game tells its goal or more, then it is right', () => {
    const ask: TaskAsk = { type: 'game', game: 'catch', goal: 12 };
    expect(judge(ask, { kind: 'game', result: 12 }).verdict).toBe('right');
    expect(judge(ask, { kind: 'game', result: 11 }).verdict).toBe('wrong');
  });

  it('when the wheel has stopped, then it brings what stands there', () => {
    const odds = [
      { share: 9, points: 1, titles: { uk: 'Один' } },
      { share: 1, points: 50, titles: { uk: 'Пʼятдесят' } },
    ];
    const ask: TaskAsk = { type: 'game', game: 'wheel', odds };
    expect(judge(ask, { kind: 'game', result: 1 })).toMatchObject({ verdict: 'right', points: 50 });
    expect(judge(ask, { kind: 'game', result: 2 }).verdict).toBe('unfit');
  });
});

describe('the other types', () => {
  const counted = (count: number) => ({ kind: 'counted', ref: 'rcp_1', count }) as const;
  it.each<[TaskAsk, Given, string]>([
    [{ type: 'text', answers: ['Київ'], typos: true }, wrote('Киив'), 'right'],
    [{ type: 'text', answers: ['Київ'], typos: false }, wrote('Кіево'), 'wrong'],
    [{ type: 'text', answers: ['Київ'], typos: false }, wrote('  '), 'unfit'],
    [{ type: 'code', answers: ['ОСІНЬ'] }, wrote('осiнь'), 'right'],
    [{ type: 'code', answers: ['ОСІНЬ'] }, wrote('осен'), 'wrong'],
    [{ type: 'qr', token: 'abc', storeId: null }, { kind: 'token', token: 'abc' }, 'right'],
    [{ type: 'qr', token: 'abc', storeId: null }, { kind: 'token', token: 'abd' }, 'wrong'],
    [{ type: 'photo' }, { kind: 'photo', pictureId: 'pic_1' }, 'waiting'],
    [{ type: 'photo' }, wrote('ось'), 'unfit'],
    [{ type: 'poll', options, several: false }, chose(0), 'right'],
    [{ type: 'poll', options, several: false }, chose(0, 1), 'unfit'],
    [{ type: 'poll', options, several: true }, chose(0, 1), 'right'],
    [{ type: 'survey' }, wrote('Усе гарно'), 'right'],
    [{ type: 'rate' }, { kind: 'stars', stars: 5 }, 'right'],
    [{ type: 'rate' }, { kind: 'stars', stars: 6 }, 'unfit'],
    [{ type: 'visit', url: 'https://poruch.example' }, pressed, 'right'],
    [
      { type: 'subscribe', url: 'https://t.me/poruch', channel: '@poruch' },
      { kind: 'checked', passed: false },
      'wrong',
    ],
    [{ type: 'subscribe', url: 'https://t.me/poruch', channel: null }, pressed, 'right'],
    [{ type: 'register' }, pressed, 'right'],
    [{ type: 'purchase', where: null, count: 2 }, counted(1), 'more'],
    [{ type: 'purchase', where: null, count: 2 }, counted(2), 'right'],
    [{ type: 'friend', count: 1 }, counted(1), 'right'],
    [{ type: 'friend', count: 1 }, pressed, 'more'],
    [{ type: 'check', url: 'https://poruch.example' }, pressed, 'waiting'],
    [{ type: 'check', url: 'https://poruch.example' }, { kind: 'checked', passed: true }, 'right'],
  ])('when %j is asked and %j is given, then it is %s', (ask, given, verdict) => {
    expect(judge(ask, given).verdict).toBe(verdict);
  });

  it('when a guest says that they have registered, then it is not enough yet', () => {
    expect(judge({ type: 'register' }, pressed, { isMember: false }).verdict).toBe('more');
  });
});
