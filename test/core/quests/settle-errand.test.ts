import { beforeAll, expect, it } from 'vitest';
import { endErrand, putErrand } from '#src/core/quests/errands/errand.ts';
import { settleErrand } from '#src/core/quests/errands/settle-errand.ts';
import { transaction } from '#src/db/client.ts';
import { aPlayer, aQuest } from '#test/support/a-running-quest.ts';
import { aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aPng } from '#test/support/picture-files.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

it('when photos come one after another, then one that is no answer is not kept', async () => {
  const questId = await aQuest(database.db, { tasks: [{ ask: { type: 'photo' } }] });
  const { identityId } = await aPlayer(database.db, questId);
  for (const [place, side] of [65, 66, 67].entries()) {
    const named = { identityId, attemptKey: `photo:${place}`, questId, taskNo: 1 };
    const what = { errand: 'photo', file: { fileId: 'f' } } as const;
    const errand = { ...named, messenger: 'telegram', what } as const;
    await transaction(database.db, (tx) => putErrand(tx, { ...errand, at: NOON }));
    const whole = { ...errand, externalId: '1', askedAt: NOON, attempts: 1 };
    const settling = { brought: { photo: aPng(side, side) }, at: NOON };
    await transaction(database.db, (tx) => settleErrand(tx, whole, settling));
    expect(await transaction(database.db, (tx) => endErrand(tx, named))).toBe(false);
  }
  const [kept] = await database.sql`select count(*)::int as pictures from picture`;
  expect(kept).toEqual({ pictures: 1 });
  const attempts = await database.sql`select verdict from quest_attempt where quest_id = ${questId}`;
  expect(attempts).toEqual([{ verdict: 'waiting' }]);
});
