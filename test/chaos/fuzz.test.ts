import { expect, it } from 'vitest';
import { testDatabase } from '#test/support/database.ts';
import { fuzz } from './fuzz.ts';

it('refuses spoilt requests to every route politely, and fails at none', async () => {
  await using database = await testDatabase();
  const { requests, answered, wrong } = await fuzz(database, { requests: 600, seed: 20_261_128 });
  expect(wrong.filter((each) => !/ took \d+ ms/.test(each))).toEqual([]);
  expect(requests).toBe(600);
  expect(answered[400]).toBeGreaterThan(100);
}, 60_000);
