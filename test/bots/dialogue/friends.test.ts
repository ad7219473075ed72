// Friends: by whose link somebody came, what both get for the first real purchase, and who is no new friend.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceEvents } from '#src/core/deliveries/announce-events.ts';
import { followFriends } from '#src/core/friends/follow-friends.ts';
import {
  changeFriendSettings,
  type FriendTerms,
  readFriendSettings,
} from '#src/core/friends/friend-settings.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { eventsSettled } from '#test/support/events-settled.ts';
import { line, plain, theShop } from './member-in-chat.ts';
import { aPerson, aPhone, contact, type Person, SECRET_KEY } from './person.ts';

const database = useDatabase();
const clock = fixedClock(NOON);
const { aMemberInChat, buys, brings } = theShop(database, clock);
const DAY_MS = 86_400_000;
const TERMS: FriendTerms = {
  isOn: true,
  inviterPoints: 50n,
  friendPoints: 40n,
  minimumMinor: 90_00n,
  pendingDays: 14,
  monthLimit: 2,
  budget: null,
};
const set = (terms: Partial<FriendTerms> = {}) =>
  transaction(database.db, (tx) =>
    changeFriendSettings(tx, { ...TERMS, ...terms, actor: 'stf_1', at: NOON }),
  );

beforeAll(() => aShop(database.db));
beforeEach(async () => {
  clock.set(NOON);
  await set();
});

async function linkOf(inviter: Person): Promise<string> {
  const said = await inviter.presses('friends');
  return /\/go\/(f-[\w-]+)/.exec(said)?.[1] ?? '';
}

/** A stranger who opens the link, registers, and says whether the name may be seen. */
async function comesBy(
  payload: string,
  fields: { phone?: string; name?: string; answer?: 'yes' | 'no' } = {},
): Promise<Person & { memberId: MemberId; heard: string }> {
  const { phone = aPhone(), name = 'Оля Тест', answer = 'yes' } = fields;
  const person = aPerson(database.db, { clock });
  await person.does({ kind: 'start', payload });
  await person.does(contact(phone));
  await person.types(name);
  const said = await person.does({ kind: 'action', action: 'consent.programme' }, true);
  await person.presses(`friend.name:${answer}`);
  const { memberId } = await person.identity();
  if (!memberId) throw new Error('nobody registered');
  return { ...person, memberId, heard: plain(said.at(-1)?.text ?? '') };
}

const follow = async () => {
  await eventsSettled(database.sql);
  const input = { at: clock.now(), limit: 1_000, secretKey: SECRET_KEY };
  await transaction(database.db, (tx) => followFriends(tx, input));
};
const has = async ({ memberId }: { memberId: MemberId }) => {
  const { balance, spendable } = await readBalance(database.db, memberId, clock.now());
  return { balance, spendable };
};
/** The balance without what the purchase itself earned. */
const forFriends = async (memberId: MemberId) => {
  const [row] = await database.sql<{ points: bigint }[]>`
    select coalesce(sum(amount), 0)::bigint as points from transfer
    where member_id = ${memberId} and kind = 'friend'`;
  return row?.points;
};
const told = async (person: Person) => {
  const { identityId } = await person.identity();
  await eventsSettled(database.sql);
  await transaction(database.db, (tx) => announceEvents(tx, { at: clock.now(), limit: 1_000 }));
  const rows = await database.sql<{ text: string }[]>`
    select prompt ->> 'text' as text from delivery
    where identity_id = ${identityId} and lane = 'notice' and prompt ->> 'text' like '%👥%' order by delivery_no`;
  return rows.map((row) => plain(row.text));
};

describe('an invitation', () => {
  it('when a friend comes by it and buys, then both get points that wait, and both hear of it', async () => {
    const inviter = await aMemberInChat();
    const payload = await linkOf(inviter);
    const friend = await comesBy(payload);
    expect(friend.heard).toContain('Ви прийшли за запрошенням. Купіть на 90,00 ₴ або більше: вам 40 балів');
    expect(friend.heard).toContain('Показати другові ваше ім’я «Оля»?');
    expect(plain(await inviter.presses('friends'))).toContain('• Оля · чекаємо на першу покупку');
    await buys(friend.memberId, [line()]);
    await follow();
    await follow();
    expect([await forFriends(friend.memberId), await forFriends(inviter.memberId)]).toEqual([40n, 50n]);
    expect(await has(inviter)).toEqual({ balance: 50n, spendable: 0n });
    expect(plain(await inviter.presses('friends'))).toContain('• Оля · +50, активні з 16 березня');
    expect(await told(inviter)).toEqual([
      '👥 Оля: картка вже є · чекаємо на першу покупку.',
      '👥 Оля: перша покупка! Вам +50, активні з 16 березня.',
    ]);
    expect(await told(friend)).toEqual([
      '👥 Дякуємо за першу покупку: +40 за запрошення, активні з 16 березня.',
    ]);
    const again = await friend.does({ kind: 'start', payload });
    expect(plain(again.at(-1)?.text ?? '')).toContain('Ваше запрошення вже зараховано');
    clock.advance(15 * DAY_MS);
    expect((await has(inviter)).spendable).toBe(50n);
    expect(plain(await inviter.presses('history'))).toContain('за друга');
  });

  it('when the friend does not want to be named, then nobody learns the name, not even from the notices', async () => {
    const inviter = await aMemberInChat();
    await comesBy(await linkOf(inviter), { name: 'Таємна Особа', answer: 'no' });
    expect(await inviter.presses('friends')).toContain('• Друг · чекаємо на першу покупку');
    const said = [...(await told(inviter)), await inviter.presses('friends')].join('\n');
    expect(said).not.toMatch(/Таємна|Особа/);
  });

  it('when the first purchase is too small, then a later one counts', async () => {
    const inviter = await aMemberInChat();
    const friend = await comesBy(await linkOf(inviter));
    await buys(friend.memberId, [line({ priceMinor: 50_00, amountMinor: 50_00 })]);
    await follow();
    expect(await forFriends(friend.memberId)).toBe(0n);
    await buys(friend.memberId, [line()]);
    await follow();
    expect(await forFriends(friend.memberId)).toBe(40n);
  });

  it('when that purchase comes back, then the points of both go, once, and the next one counts again', async () => {
    const { spent: before } = await readFriendSettings(database.db);
    const inviter = await aMemberInChat();
    const friend = await comesBy(await linkOf(inviter));
    const { externalId } = await buys(friend.memberId, [line()]);
    await follow();
    await brings(externalId, 1);
    await follow();
    await follow();
    expect([await forFriends(friend.memberId), await forFriends(inviter.memberId)]).toEqual([0n, 0n]);
    expect((await readFriendSettings(database.db)).spent).toBe(before);
    expect(await inviter.presses('friends')).toContain('чекаємо на першу покупку');
    await buys(friend.memberId, [line()]);
    await follow();
    expect([await forFriends(friend.memberId), await forFriends(inviter.memberId)]).toEqual([40n, 50n]);
  });

  it('when it is beyond the month’s limit or the budget, then only what is left is given', async () => {
    const inviter = await aMemberInChat();
    const payload = await linkOf(inviter);
    for (let n = 0; n < 3; n++) {
      const friend = await comesBy(payload);
      await buys(friend.memberId, [line()]);
      await follow();
      expect(await forFriends(friend.memberId)).toBe(40n);
    }
    expect(await forFriends(inviter.memberId)).toBe(100n);
    const { spent } = await readFriendSettings(database.db);
    await set({ budget: spent + 60n });
    const other = await aMemberInChat();
    const late = await comesBy(await linkOf(other));
    await buys(late.memberId, [line()]);
    await follow();
    expect([await forFriends(late.memberId), await forFriends(other.memberId)]).toEqual([0n, 0n]);
  });

  it('when many come by one link in a day, then staff are told', async () => {
    const inviter = await aMemberInChat();
    const payload = await linkOf(inviter);
    for (let n = 0; n < 6; n++) await comesBy(payload);
    const noted = await database.sql`
      select 1 from audit_log where action = 'friends.velocity' and subject = ${inviter.memberId}`;
    expect(noted).toHaveLength(1);
  });
});

describe('who is no new friend', () => {
  const opens = async (person: Person, payload: string) =>
    plain((await person.does({ kind: 'start', payload })).map((said) => said.text).join('\n'));

  it('oneself, whoever has a card already, and anybody while it is off', async () => {
    const inviter = await aMemberInChat();
    const payload = await linkOf(inviter);
    expect(await opens(inviter, payload)).toContain('Це ваше власне запрошення');
    const old = await aMemberInChat();
    clock.advance(2 * DAY_MS);
    expect(await opens(old, payload)).toContain('для тих, у кого ще немає картки');
    await set({ isOn: false });
    expect(await inviter.presses('friends')).toContain('Зараз запрошень немає');
    expect((await comesBy(payload)).heard).toContain('Це запрошення вже не діє');
  });

  it('a number that was a member before, and a member who was erased and comes back in the same chat', async () => {
    const inviter = await aMemberInChat();
    const payload = await linkOf(inviter);
    const phone = aPhone();
    const gone = aPerson(database.db, { clock });
    await gone.does({ kind: 'start' });
    await gone.does(contact(phone));
    await gone.types('Оля Стара');
    await gone.presses('consent.programme');
    await gone.presses('data');
    await gone.presses('data.erase');
    await gone.types('ВИДАЛИТИ');
    expect((await gone.identity()).memberId).toBeNull();
    expect((await comesBy(payload, { phone })).heard).toContain('уже був у програмі');
    await gone.does({ kind: 'start', payload });
    await gone.does(contact(aPhone()));
    await gone.types('Оля Нова');
    const said = await gone.does({ kind: 'action', action: 'consent.programme' }, true);
    expect(said.at(-1)?.text).toContain('уже був у програмі');
    // Nothing of the number can be read.
    const [row] = await database.sql<{ words: string }[]>`
      select string_agg(word, ' ') as words from seen_before`;
    expect(row?.words).not.toContain(phone.slice(-7));
  });

  it('after all of it the books are right', async () => {
    expect((await auditLedger(database.db)).findings).toEqual([]);
  });
});
