import viberBot from 'viber-bot';
import { describe, expect, it } from 'vitest';
import { renderMessage } from '#bots/viber/render.ts';
import { renderText } from '#bots/viber/render-text.ts';
import { parseSafeJson } from '#bots/viber/safe-json.ts';
import type { Button, Key, MessagePrompt } from '#src/core/deliveries/prompt.ts';
import { aMessage } from '../wire-stub.ts';

const options = { sender: { name: 'Поруч' }, publicPictureUrl: () => 'https://p.ua/c.png?sig=1' };
const render = (prompt: Partial<MessagePrompt>) => renderMessage(aMessage(prompt), options);
const MENU: Key[][] = [
  ['card', 'balance', 'offers', 'quests', 'more'].map((action) => ({ label: action, action })),
];

interface Shown {
  keyboard?: { Buttons: { Columns: number; ActionType: string; ActionBody: string; Text: string }[] };
}
const gridOf = (body: object | undefined) => {
  const { keyboard }: Shown = body ?? {};
  return (keyboard?.Buttons ?? []).map((button) => [button.Columns, button.ActionType, button.ActionBody]);
};

describe('when a prompt is rendered for Viber', () => {
  it.each([
    ['<b>1 240</b> балів', '*1 240* балів'],
    ['<i>Олено</i>', '_Олено_'],
    ['<s>Сир</s>, хліб', '~Сир~, хліб'],
    ['<b><i>і так</i></b>', '*_і так_*'],
    ['<b> два\nрядки </b>!', ' *два*\n*рядки* !'],
    ['<code>29 0123</code>', '29 0123'],
    ['<a href="https://p.ua/?a=1&amp;b=_2_">правила</a>', 'правила (https://p.ua/?a=1&b=_2_)'],
    ['<a href="https://p.ua">https://p.ua</a>', 'https://p.ua'],
    ['https://p.ua/_a_/*', 'https://p.ua/_a_/*'],
    ['&lt;b&gt; &amp; 5 < 6', '<b> & 5 < 6'],
    ['*не жирний* _ні_ ~ні~ ```ні```', '∗не жирний∗ ˍніˍ ∼ні∼ ˋˋˋніˋˋˋ'],
    ['snake_case 2*2', 'snake_case 2*2'],
  ])('then the text %j reads %j', (rich, viber) => {
    expect(renderText(rich)).toBe(viber);
  });

  it('then a long text is cut with its marks within 7,000 characters', () => {
    const text = renderText('<b>а</b> '.repeat(4_000));
    expect(text.length).toBeLessThanOrEqual(7_000);
    expect(text.endsWith('…')).toBe(true);
  });

  it('then the menu stands in rows that fill the grid, and buttons stand above it', () => {
    const buttons: Button[][] = [
      [
        { label: 'Так', action: 'burn.yes:brq_1', tone: 'primary' },
        { label: 'Це не я', action: 'burn.no:brq_1', tone: 'danger' },
      ],
      [{ label: 'Правила', url: 'https://p.ua' }],
    ];
    const [body] = render({ buttons, keyboard: MENU });
    expect(gridOf(body)).toEqual([
      [3, 'reply', '/burn.yes:brq_1'],
      [3, 'reply', '/burn.no:brq_1'],
      [6, 'open-url', 'https://p.ua'],
      [2, 'reply', '/card'],
      [2, 'reply', '/balance'],
      [2, 'reply', '/offers'],
      [3, 'reply', '/quests'],
      [3, 'reply', '/more'],
    ]);
  });

  it('then there are never more than twelve rows, and buttons stay before keys', () => {
    const buttons = Array.from({ length: 11 }, (_, i) => [{ label: `${i}`, action: `t:${i}` }]);
    const grid = gridOf(render({ buttons, keyboard: MENU })[0]);
    expect(grid).toHaveLength(11 + 3);
    expect(grid.at(-1)).toEqual([2, 'reply', '/offers']);
  });

  it('then a label cannot bring markup along', () => {
    const [body] = render({ keyboard: [[{ label: '</font><b>&', action: 'x' }]] });
    const { keyboard }: Shown = body ?? {};
    expect(keyboard?.Buttons[0]?.Text).toBe('<font color="#3B4048">&lt;/font&gt;&lt;b&gt;&amp;</font>');
  });

  it('then sharing the phone raises the version and marks the answer', () => {
    const [body] = render({ keyboard: [[{ label: 'Номер', share: 'phone' }]] });
    expect(body).toMatchObject({ min_api_version: 3, tracking_data: 'share-phone' });
    expect(gridOf(body)).toEqual([[6, 'share-phone', 'share-phone']]);
    expect(render({ keyboard: MENU })[0]).not.toHaveProperty('min_api_version');
  });

  it('then short words go under their picture, long ones after it, and both carry the keyboard', () => {
    const picture = { picture: 'liveCode', code: 'K1', language: 'uk' } as const;
    const media = 'https://p.ua/c.png?sig=1';
    expect(render({ picture, text: 'я'.repeat(120), keyboard: MENU })).toMatchObject([
      { type: 'picture', media, text: 'я'.repeat(120), keyboard: {} },
    ]);
    expect(render({ picture, text: 'я'.repeat(121), keyboard: MENU })).toMatchObject([
      { type: 'picture', media, keyboard: {} },
      { type: 'text', text: 'я'.repeat(121), keyboard: {} },
    ]);
    expect(render({ picture, text: 'я'.repeat(121) })[0]).not.toHaveProperty('text');
  });

  it('then a file is a link of ours in the first row', () => {
    const document = { fileName: 'мої-дані.json', url: 'https://p.ua/export?sig=1' };
    expect(gridOf(render({ document, keyboard: MENU })[0])[0]).toEqual([6, 'open-url', document.url]);
  });

  it('then the sender is named within 28 characters', () => {
    const sender = { name: 'Мережа крамниць біля вашого дому' };
    expect(renderMessage(aMessage(), { ...options, sender })).toMatchObject([
      { sender: { name: 'Мережа крамниць біля вашого ' } },
    ]);
  });

  it('and has nothing to say, then it is refused', () => {
    expect(() => render({ text: '' })).toThrow('text');
  });

  it('then it is what npm viber-bot itself would send', () => {
    const text = new viberBot.Message.Text('Добрий день').toJson();
    const picture = new viberBot.Message.Picture('https://p.ua/c.png?sig=1', 'Картка').toJson();
    expect(render({})[0]).toMatchObject(text);
    expect(
      render({ text: 'Картка', picture: { picture: 'liveCode', code: 'K', language: 'uk' } })[0],
    ).toMatchObject(Object.fromEntries(Object.entries(picture).filter(([, value]) => value !== null)));
  });
});

describe('when JSON of Viber is read', () => {
  it('then tokens and large integers keep every digit, and the rest is as ever', () => {
    const json =
      '{"message_token":5741311803571721087,"status":0,"x":[9007199254740993,1.5,-3],"t":"4912661846655238145"}';
    expect(parseSafeJson(json)).toEqual({
      message_token: '5741311803571721087',
      status: 0,
      x: ['9007199254740993', 1.5, -3],
      t: '4912661846655238145',
    });
    expect(parseSafeJson('{"message_token":12}')).toEqual({ message_token: '12' });
  });
});
