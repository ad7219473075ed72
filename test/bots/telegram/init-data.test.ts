import { describe, expect, it } from 'vitest';
import { readInitData } from '#bots/telegram/init-data.ts';
import { initDataOf } from '#test/support/init-data.ts';

const TOKEN = '700000001:a-token-of-the-pretend-telegram';
const OPENED = new Date('2026-03-02T10:00:00Z');
const later = (ms: number) => new Date(OPENED.getTime() + ms);
const read = (initData: string, at = OPENED, token = TOKEN) => readInitData(initData, { token, at });
const told = (change?: (fields: URLSearchParams) => void) =>
  initDataOf({ userId: 279058397, authDate: OPENED, token: TOKEN }, change);

describe('what Telegram says of who opened the page', () => {
  it('when Telegram itself has signed it, then it is understood (an example that Telegram has made)', () => {
    const theirs =
      'query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2';
    const at = new Date(1_662_771_648_000);
    expect(read(theirs, at, '5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8')).toEqual({
      externalId: '279058397',
    });
  });

  it('when it is young and whole, then it names the person', () => {
    expect(read(told())).toEqual({ externalId: '279058397' });
    expect(read(told(), later(3_600_000))).toEqual({ externalId: '279058397' });
  });

  it('when it is too old, or from a time to come, then it says nothing', () => {
    expect(read(told(), later(3_601_000))).toBeNull();
    expect(read(told(), later(-61_000))).toBeNull();
  });

  it.each<[string, (fields: URLSearchParams) => void]>([
    ['the person is another', (fields) => fields.set('user', '{"id":1}')],
    ['the time is another', (fields) => fields.set('auth_date', '1900000000')],
    ['something was added', (fields) => fields.set('start_param', 'x')],
    ['something was taken away', (fields) => fields.delete('query_id')],
    ['a name comes twice', (fields) => fields.append('user', '{"id":1}')],
    ['the signature is empty', (fields) => fields.set('hash', '')],
    ['the signature is no number', (fields) => fields.set('hash', 'z'.repeat(64))],
    ['the signature is cut', (fields) => fields.set('hash', (fields.get('hash') ?? '').slice(2))],
  ])('when %s, then it says nothing', (_what, change) => {
    expect(read(told(change))).toBeNull();
  });

  it('when another bot has signed it, then it says nothing', () => {
    expect(read(told(), OPENED, '700000002:another-bot')).toBeNull();
  });

  it('when it is nonsense of any length, then it says nothing', () => {
    for (const nonsense of ['', '=', '&&&', 'hash=', '%', '\0', 'a'.repeat(10_000)])
      expect(read(nonsense)).toBeNull();
  });
});
