import { beforeAll, describe, expect, it } from 'vitest';
import { findPlayer } from '#src/core/quests/find-player.ts';
import { joinQuest } from '#src/core/quests/join-quest.ts';
import { listQuestsFor } from '#src/core/quests/list-quests-for.ts';
import { shareOf } from '#src/core/segments/share-of.ts';
import { transaction } from '#src/db/client.ts';
import type { IdentityId, MemberId, QuestId } from '#src/lib/id.ts';
import { aPlayer, aQuest, later } from '#test/support/a-running-quest.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

interface Who {
  identityId: IdentityId;
  memberId: MemberId | null;
}
const join = (questId: QuestId, who: Who, at = NOON, nickname?: string) =>
  transaction(database.db, (tx) =>
    joinQuest(tx, { questId, identity: { ...who, messenger: 'telegram' }, nickname, at }),
  );
const guest = async (): Promise<Who> => ({ identityId: await anIdentity(database.db), memberId: null });
const someone = async (): Promise<Who & { memberId: MemberId }> => {
  const { memberId } = await aMember(database.db);
  return { identityId: await anIdentity(database.db, { memberId }), memberId };
};
const refused = (code: string, details = {}) => expect.objectContaining({ code, details });

describe('joining', () => {
  it('when somebody joins twice, or in both chats at once, then they are one player, in the chat they came to last', async () => {
    const questId = await aQuest(database.db);
    const { memberId, identityId } = await someone();
    const viber = await anIdentity(database.db, { memberId, messenger: 'viber' });
    const [one, other] = await Promise.all([
      join(questId, { memberId, identityId }),
      join(questId, { memberId, identityId: viber }),
    ]);
    expect(one.playerId).toBe(other.playerId);
    expect(one.nickname).toMatch(/^\p{Lu}\p{L}+ \p{Lu}[\p{L}’]+ \d\d$/u);
    expect((await join(questId, { memberId, identityId: viber })).identityId).toBe(viber);
    const player = await findPlayer(database.db, { questId, memberId, identityId });
    expect(player).toMatchObject({ playerId: one.playerId, unpaidBecause: null });
  });

  it('when a guest joins, then their points wait for their being a member', async () => {
    expect(await join(await aQuest(database.db), await guest())).toMatchObject({
      memberId: null,
      unpaidBecause: 'guest',
    });
  });

  it('when a quest is for members, then a guest is told so', async () => {
    const questId = await aQuest(database.db, { terms: { openTo: 'members' } });
    const who = await guest();
    await expect(join(questId, who)).rejects.toEqual(refused('quest_for_members'));
    expect(await listQuestsFor(database.db, { ...who, at: NOON })).toContainEqual(
      expect.objectContaining({ quest: expect.objectContaining({ questId }), mayJoin: 'members' }),
    );
  });

  it('when a member is not of its audience or in its control group, then they see nothing of it', async () => {
    const audience = { field: 'member.tier', is: 'is', value: 'gold' } as const;
    const gold = await aQuest(database.db, { terms: { audience } });
    const half = await aQuest(database.db, { terms: { controlPercent: 50 } });
    const members = await Promise.all(Array.from({ length: 12 }, someone));
    const inControl = members.filter(({ memberId }) => shareOf(memberId, `quest:${half}`) < 5_000);
    for (const who of members) {
      await expect(join(gold, who)).rejects.toEqual(refused('quest_not_for_you'));
      const seen = (await listQuestsFor(database.db, { ...who, at: NOON })).map(({ quest }) => quest.questId);
      expect(seen).not.toContain(gold);
      expect(seen.includes(half)).toBe(!inControl.includes(who));
      if (inControl.includes(who))
        await expect(join(half, who)).rejects.toEqual(refused('quest_not_for_you'));
      else await join(half, who);
    }
  });

  it('when it has not begun, is paused, over or a draft, then each is refused', async () => {
    const who = await guest();
    const questId = await aQuest(database.db);
    await expect(join(questId, who, later(-2 * 3_600_000))).rejects.toEqual(refused('quest_not_open'));
    await expect(join(questId, who, later(60 * 3_600_000))).rejects.toEqual(refused('quest_over'));
    const paused = await aQuest(database.db, { fields: { status: 'paused' } });
    await expect(join(paused, who)).rejects.toEqual(refused('quest_paused'));
    const draft = await aQuest(database.db, { fields: { status: 'draft' } });
    await expect(join(draft, who)).rejects.toEqual(refused('quest_not_found'));
    await expect(join('qst_00000000000000000000', who)).rejects.toEqual(refused('quest_not_found'));
  });

  it('when somebody writes a nickname, then it is short and no link', async () => {
    const questId = await aQuest(database.db);
    for (const nickname of ['', '...', '@somebody', 'poruch.com', 'a'.repeat(25)])
      await expect(join(questId, await guest(), NOON, nickname)).rejects.toEqual(
        refused('name_not_valid', { longest: 24 }),
      );
    expect((await join(questId, await guest(), NOON, '  Бабуся\n Оля ')).nickname).toBe('Бабуся Оля');
  });
});

it('when a quest is over, then those who have played it see it for two weeks, and nobody else', async () => {
  const questId = await aQuest(database.db, { fields: { endsAt: later(1_000) } });
  const player = await aPlayer(database.db, questId);
  await database.sql`update quest set status = 'ended' where quest_id = ${questId}`;
  const seen = async (who: Who, at: Date) =>
    (await listQuestsFor(database.db, { ...who, at })).some(({ quest }) => quest.questId === questId);
  expect(await seen(player, later(13 * 86_400_000))).toBe(true);
  expect(await seen(player, later(15 * 86_400_000))).toBe(false);
  expect(await seen(await guest(), later(2_000))).toBe(false);
});
