import { beforeAll, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import { startPrizeLoop } from '#src/workers/prize-loop.ts';
import { aPlayer, aPrizeQuest, aWin } from '#test/support/a-prize-quest.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

it('when a prize cannot be given by a fault of ours, then it is told and quests end all the same', async () => {
  const { db, sql } = database;
  const broken = await aPrizeQuest(db, { prizes: [{}] });
  const { memberId } = await aMember(db);
  await aWin(db, { questId: broken, playerId: await aPlayer(db, broken, { memberId }) });
  await sql`update quest_prize set prize = '{"kind": "points", "points": "many"}' where quest_id = ${broken}`;
  const questId = await aPrizeQuest(db, { endsAt: new Date(NOON.getTime() - 60_000) });
  const logged: string[] = [];
  const say = (_: object, words: string) => void logged.push(words);
  const loop = startPrizeLoop({
    deps: {
      database: { ...database, db, sql, close: async () => {} },
      databaseUrl: database.url,
      clock: fixedClock(NOON),
      log: { info: say, warn: say, error: say },
      messengers: [],
      readUpdate: { telegram: () => null, viber: () => null },
      converse: async () => [],
    },
    idleMs: 20,
    onDone: () => {},
  });
  try {
    await until('the quest to be over', async () => {
      const [row] = await sql`select status from quest where quest_id = ${questId}`;
      return row?.status === 'ended';
    });
    await until('the fault to be told', async () => logged.includes('failed and tries again'));
  } finally {
    await loop.stop();
  }
});
