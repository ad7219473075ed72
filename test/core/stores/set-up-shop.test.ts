import { describe, expect, it } from 'vitest';
import { listTiers, readProgramme } from '#src/core/stores/read-programme.ts';
import { setUpShop } from '#src/core/stores/set-up-shop.ts';
import { transaction } from '#src/db/client.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();
const setUp = (shopName: string) => transaction(database.db, (tx) => setUpShop(tx, { shopName }));

describe('setting a shop up', () => {
  it('when the database is new, then it gets a programme and tiers; when there is one, then it stays', async () => {
    await expect(setUp('Крамниця')).resolves.toBe(true);
    await expect(setUp('Інша крамниця')).resolves.toBe(false);
    await expect(readProgramme(database.db)).resolves.toMatchObject({ shopName: 'Крамниця' });
    const tiers = await listTiers(database.db);
    expect(tiers.map(({ tierKey, fromTurnoverMinor }) => [tierKey, fromTurnoverMinor])).toEqual([
      ['base', 0n],
      ['silver', 10_000_00n],
      ['gold', 30_000_00n],
    ]);
  });
});
