import { beforeAll, expect, it } from 'vitest';
import { fixedClock } from '#src/lib/clock.ts';
import { startExpireLoop } from '#src/workers/chore-loops.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
beforeAll(() => aShop(database.db));

it('goes on at once with what has more to do, and with nothing else, until all have had their turn', async () => {
  await aMember(database.db);
  // More than two pages of the daily review.
  await database.sql`
    insert into member (member_id, name, language, tier_key, registered_at)
    select 'mem_many' || lpad(n::text, 16, '0'), 'a', 'uk', 'base', ${NOON} from generate_series(1, 450) n`;
  await database.sql`insert into standing (member_id) select member_id from member on conflict do nothing`;
  let minutes = 0;
  let errors = 0;
  const loop = startExpireLoop({
    deps: {
      database: { ...database, close: async () => {} },
      databaseUrl: database.url,
      clock: fixedClock(NOON),
      log: { info: () => {}, warn: () => {}, error: () => void errors++ },
      messengers: [],
      readUpdate: { telegram: () => null, viber: () => null },
      converse: async () => [],
      everyMinute: [async () => void minutes++],
    },
    onDone: () => {},
  });
  try {
    await until('everybody to be looked at', async () => {
      const [row] = await database.sql`select done from daily_pass where pass = 'tiers'`;
      return row?.done === true;
    });
    expect([minutes, errors]).toEqual([1, 0]);
  } finally {
    await loop.stop();
  }
});
