import { expect, it } from 'vitest';
import { testDatabase } from '#test/support/database.ts';
import { chaosRewards } from './rewards.ts';

it('gives out exactly as many as there are, and charges nobody without one, though what hears people is killed', async () => {
  await using database = await testDatabase();
  const outcome = await chaosRewards({
    databaseUrl: database.url,
    cycles: 2,
    seed: 20_261_128,
    people: 60,
    stock: 12,
  });
  expect(outcome).toMatchObject({ lost: 0, doubled: 0, wrong: [] });
  expect(outcome.ordered).toBe(12 * outcome.races);
}, 180_000);
