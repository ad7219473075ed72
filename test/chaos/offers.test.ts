import { expect, it } from 'vitest';
import { testDatabase } from '#test/support/database.ts';
import { chaosOffers } from './offers.ts';

it('hands out exactly as many as there are and uses each once, though the service is killed meanwhile', async () => {
  await using database = await testDatabase();
  const outcome = await chaosOffers({
    databaseUrl: database.url,
    cycles: 2,
    seed: 20_261_128,
    people: 60,
    stock: 12,
  });
  expect(outcome).toMatchObject({ lost: 0, doubled: 0, wrong: [], took: 12, bought: 120 });
}, 120_000);
