// A draft run over a year of 1,000,000 receipts with ten lines each, beside a bare cursor that reads the same rows and
// does nothing with them. Reading dominates both; the replay reads as PostgreSQL gives fastest, and counts besides.

import { replayNeeds } from '#src/core/replays/replay-needs.ts';
import { type ReplayJob, replayRule } from '#src/core/replays/replay-rule.ts';
import { termsOf } from '#src/core/rules/book-at.ts';
import { checkRule } from '#src/core/rules/check-rule.ts';
import { compileBook } from '#src/core/rules/compile-book.ts';
import { listVersions } from '#src/core/rules/list-versions.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import type { Sql } from '#src/db/client.ts';
import { benchShop } from './bench-shop.ts';
import { alternate, median, ratioLine } from './rounds.ts';
import { fillYear } from './year-of-receipts.ts';

const MEMBERS = 50_000;
const RECEIPTS = 1_000_000;
const LINES = 10;
const ROUNDS = 3;
const UNTIL = new Date('2026-11-01T00:00:00Z');
const SINCE = new Date('2025-10-31T00:00:00Z');
const AT_ONCE = 1_000;

const DRAFTS: Record<string, object> = {
  'a sum': {
    trigger: { on: 'receipt' },
    when: { field: 'receipt.amount', is: 'atLeast', value: 60_000 },
    effects: [{ kind: 'fixed', currency: 'points', points: 25 }],
  },
  'two categories, thrice a day': {
    trigger: { on: 'receipt' },
    effects: [
      {
        kind: 'share',
        currency: 'points',
        shareBp: 500,
        where: { field: 'line.category', is: 'in', value: ['category-3', 'category-5'] },
      },
    ],
    limits: { perMemberDay: 3 },
  },
};

/** Reads the rows that the replay needs and lets them go. */
async function readBare(sql: Sql, lines: boolean): Promise<void> {
  const receipts = sql`
    select receipt_id, member_id, store_id, occurred_at, amount_minor, discount_minor, burnt from receipt
    where occurred_at > ${SINCE} and occurred_at <= ${UNTIL} and state in ('closed', 'partly_returned')`;
  await receipts.cursor(AT_ONCE, () => {});
  if (!lines) return;
  await sql`select receipt_id, line_no, category, amount_minor, excluded from receipt_line`.cursor(
    AT_ONCE,
    () => {},
  );
}

/** `npm run bench -- replay [receipts]`: seconds for 1,000,000 receipts, and the ratio to the bare reading. */
export async function run(count = String(RECEIPTS)): Promise<void> {
  const receipts = Number(count);
  const shop = await benchShop(MEMBERS);
  const { db, sql } = shop.database;
  try {
    console.log(`writing ${receipts} receipts of ${LINES} lines...`);
    await fillYear(sql, { receipts, lines: LINES, until: UNTIL });
    const known = await knownProgramme(db)();
    const live = await listVersions(db);
    for (const [name, draft] of Object.entries(DRAFTS)) {
      const definition = checkRule(draft);
      const job: ReplayJob = {
        ruleId: 'rul_bench',
        definition,
        since: SINCE,
        until: UNTIL,
        live,
        excluded: new Set(),
        known,
      };
      const book = compileBook({
        ...termsOf(known).parts,
        rules: [{ ruleId: 'rul_bench', version: 0, name, definition }],
      });
      const { lines } = replayNeeds(book, { excluded: false });
      const each = (work: () => Promise<unknown>) => async () => {
        const began = performance.now();
        await work();
        return receipts / ((performance.now() - began) / 1_000);
      };
      const rounds = await alternate(ROUNDS, {
        floor: each(() => readBare(sql, lines)),
        ours: each(() => replayRule(sql, job)),
      });
      const seconds = (perSecond: number) => (1_000_000 / perSecond).toFixed(1);
      const memory = Math.round(process.memoryUsage().rss / 1e6);
      console.log(
        `${name}: ${seconds(median(rounds.ours))} s for 1,000,000 receipts (at most 60), a bare cursor ` +
          `${seconds(median(rounds.floor))} s, ${memory} MB`,
      );
      console.log(ratioLine(rounds));
    }
  } finally {
    await shop.stop();
  }
}
