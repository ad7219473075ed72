import { beforeAll, describe, expect, test } from 'vitest';
import { mergeMembers } from '#src/core/ledger/merge-members.ts';
import { takeOverPlastic } from '#src/core/ledger/take-over-plastic.ts';
import { undoMerge } from '#src/core/ledger/undo-merge.ts';
import { readJoinedConsents } from '#src/core/members/join-consents.ts';
import { listConsents } from '#src/core/members/list-consents.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { setMarketingConsent } from '#src/core/members/set-consent.ts';
import { transaction } from '#src/db/client.ts';
import type { MemberId, MergeId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const days = (count: number) => new Date(NOON.getTime() + count * 86_400_000);
beforeAll(() => aShop(database.db));

type Channel = 'telegram' | 'viber' | 'console' | 'import';
/** A member with a chat in Telegram, after these words of theirs on offers, a day apart. */
async function whoSaid(...words: [Channel, boolean][]): Promise<MemberId> {
  const { memberId } = await aMember(database.db);
  await anIdentity(database.db, { memberId });
  for (const [at, [channel, given]] of words.entries()) await say(memberId, channel, given, days(at - 10));
  return memberId;
}
const say = (memberId: MemberId, channel: Channel, given: boolean, at: Date) =>
  transaction(database.db, (tx) =>
    setMarketingConsent(tx, { memberId, channel, given, carriedBy: 'test', at }),
  );
const merge = (from: MemberId, into: MemberId) =>
  transaction(database.db, (tx) => mergeMembers(tx, { from, into, actor: 'stf_a', at: NOON }));
const undo = (mergeId: MergeId) =>
  transaction(database.db, (tx) => undoMerge(tx, { mergeId, actor: 'stf_a', at: days(3) }));
const agrees = async (memberId: MemberId) => (await readMember(database.db, memberId)).marketingConsent;

describe('offers to two members who become one', () => {
  test.each<[string, [Channel, boolean][], [Channel, boolean][], boolean]>([
    ['when agreed to in a chat that goes over', [['telegram', true]], [], true],
    ['when agreed to by whoever stays', [], [['console', true]], true],
    ['when agreed to elsewhere than in a chat that goes over', [['import', true]], [], false],
    ['when neither has agreed', [], [], false],
    [
      'when taken back by whoever stays',
      [['telegram', true]],
      [
        ['telegram', true],
        ['telegram', false],
      ],
      false,
    ],
    [
      'when taken back in the chat that goes over',
      [
        ['telegram', true],
        ['telegram', false],
      ],
      [['telegram', true]],
      false,
    ],
  ])('%s', async (_when, of, other, after) => {
    const [from, into] = [await whoSaid(...of), await whoSaid(...other)];
    expect((await readJoinedConsents(database.db, { from, into })).after).toBe(after);
    const before = [await agrees(from), await agrees(into)];
    const { mergeId } = await merge(from, into);
    expect(await agrees(into)).toBe(after);
    expect(await listConsents(database.db, into)).toHaveLength(of.length + other.length);
    await undo(mergeId);
    expect([await agrees(from), await agrees(into)]).toEqual(before);
    expect(await listConsents(database.db, into)).toHaveLength(other.length);
  });

  test('when taken back by whom both had become, then neither agrees once they are parted', async () => {
    const [from, into] = [await whoSaid(['telegram', true]), await whoSaid(['telegram', true])];
    const { mergeId } = await merge(from, into);
    await say(into, 'telegram', false, days(1));
    await undo(mergeId);
    expect([await agrees(from), await agrees(into)]).toEqual([false, false]);
  });

  test.each([
    ['the last one first', true],
    ['the first one first', false],
  ])(
    'when a second merge takes it back and both are undone, %s, then each has agreed to what they had',
    async (_when, lastFirst) => {
      const [stays, agreed, against] = [
        await whoSaid(),
        await whoSaid(['telegram', true]),
        await whoSaid(['telegram', true], ['telegram', false]),
      ];
      const { mergeId: first } = await merge(agreed, stays);
      expect(await agrees(stays)).toBe(true);
      const { mergeId: second } = await merge(against, stays);
      expect(await agrees(stays)).toBe(false);
      await undo(lastFirst ? second : first);
      expect(await agrees(stays)).toBe(lastFirst);
      await undo(lastFirst ? first : second);
      expect([await agrees(stays), await agrees(agreed), await agrees(against)]).toEqual([
        false,
        true,
        false,
      ]);
    },
  );

  test('when one merge is undone, then it is not back on against another that has taken it back', async () => {
    const [stays, same, against] = [
      await whoSaid(['telegram', true]),
      await whoSaid(),
      await whoSaid(['telegram', true], ['telegram', false]),
    ];
    const { mergeId } = await merge(same, stays);
    await merge(against, stays);
    await undo(mergeId);
    expect(await agrees(stays)).toBe(false);
  });

  test('when a plastic card says no in a file and its owner yes in the chat, then the yes stays', async () => {
    const { memberId: from, cardNumber: number } = await aMember(database.db, { marketingConsent: true });
    await say(from, 'import', false, days(-9));
    const memberId = await whoSaid(['telegram', true]);
    await transaction(database.db, (tx) =>
      takeOverPlastic(tx, { memberId, number, actor: 'stf_a', at: NOON }),
    );
    expect(await agrees(memberId)).toBe(true);
  });

  test('when a plastic card is taken over that has taken it back, then its owner has too', async () => {
    const { memberId: from, cardNumber: number } = await aMember(database.db);
    await say(from, 'console', true, days(-9));
    await say(from, 'console', false, days(-8));
    const memberId = await whoSaid(['telegram', true]);
    await transaction(database.db, (tx) =>
      takeOverPlastic(tx, { memberId, number, actor: 'stf_a', at: NOON }),
    );
    expect(await agrees(memberId)).toBe(false);
  });

  test('when taken back by one who became part of the other before, then no third brings them back', async () => {
    const [first, second, third] = [
      await whoSaid(['telegram', true]),
      await whoSaid(['telegram', true], ['telegram', false]),
      await whoSaid(['telegram', true]),
    ];
    await merge(first, second);
    await merge(second, third);
    expect(await agrees(third)).toBe(false);
  });
});
