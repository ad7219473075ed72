import { expect, it } from 'vitest';
import { testDatabase } from '#test/support/database.ts';
import { chaosDeliveries } from './deliveries.ts';

it('loses and doubles nothing when the worker is killed in the middle of a broadcast', async () => {
  await using database = await testDatabase();
  const { lost, doubled, unknown, inFlight, cycles, audience, sent } = await chaosDeliveries({
    databaseUrl: database.url,
    cycles: 2,
    people: 400,
    perSecond: 200,
  });
  expect({ lost, doubled, cycles }).toEqual({ lost: 0, doubled: 0, cycles: 2 });
  expect(unknown).toBeLessThanOrEqual(inFlight);
  expect(sent + unknown).toBe(audience);
}, 120_000);
