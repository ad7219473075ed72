// A draft run over past receipts, before anyone turns it on: what it would have cost and who would have won. It reads
// only, on a connection that its caller gives, and what it works on is bounded whatever the number of receipts.
import type { Sql } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import { termsOf } from '../rules/book-at.ts';
import { compileBook } from '../rules/compile-book.ts';
import type { Rule, RuleDefinition } from '../rules/rule.ts';
import type { FoldedCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { readColumns } from './replay-columns.ts';
import { past } from './replay-facts.ts';
import { replayNeeds } from './replay-needs.ts';
import type { ReplayResult } from './replay-result.ts';
import { membersOf, SOLD } from './replay-scope.ts';
import { type ReplaySum, replaySum, tellSum } from './replay-sum.ts';
import { addGiven, givenBy, isSomething } from './replay-tally.ts';
import { live, newWorld, part, type World } from './replay-world.ts';

export interface ReplayJob {
  ruleId: RuleId;
  /** As it would be published; its dates of validity are left out, for they lie ahead. */
  definition: RuleDefinition;
  since: Date;
  until: Date;
  /** Rules in force; another version of the same rule stands back. */
  live: readonly Rule[];
  excluded: ReadonlySet<FoldedCategory>;
  known: KnownProgramme;
}

export interface ReplayOptions {
  /** Told every so often: receipts that are done, of all. */
  onProgress?: (done: number, all: number) => void;
  /** Ends it: throws the signal's reason. */
  signal?: AbortSignal;
  /** Receipts that are held in memory at once; about 300 MB with ten lines each when left out. */
  atOnce?: number;
}

const WITH_LINES = 600_000;
const WITHOUT_LINES = 3_000_000;
const TELL_EVERY = 10_000;

/** Runs it. A receipt that was cancelled or given back whole is left out; one given back in part counts in full. */
export async function replayRule(
  sql: Sql,
  job: ReplayJob,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  const began = performance.now();
  const { since, until, excluded } = job;
  const { signal } = options;
  const worlds = newWorlds(job);
  const needs = replayNeeds(worlds.together.book, { excluded: excluded.size > 0 });
  const all = await countReceipts(sql, job);
  const parts = Math.max(1, Math.ceil(all / (options.atOnce ?? (needs.lines ? WITH_LINES : WITHOUT_LINES))));
  const sum = replaySum(job);
  const tell = () => options.onProgress?.(sum.receipts, all);
  tell();
  for (let one = 0; one < parts; one++) {
    const scope = { since, until, needs, excluded, parts, part: one, ...(signal && { signal }) };
    const columns = await readColumns(sql, scope);
    const before = past(columns, { needs, known: job.known });
    forget(worlds);
    sum.beginPart(columns.members.ids.length);
    for (const place of columns.receipts.inOrder) {
      if ((columns.receipts.at[place] ?? 0) > since.getTime()) {
        replayReceipt(worlds, before.at(place), { paidMinor: columns.receipts.paidMinor[place] ?? 0, sum });
        if (sum.receipts % TELL_EVERY === 0) {
          tell();
          await rest();
          signal?.throwIfAborted();
        }
      }
      before.pass(place);
    }
    sum.closePart(columns.members.ids);
    if (before.missedLines()) sum.caveats.add('lines');
  }
  tell();
  const budgeted = job.live.some(({ definition }) => definition.budget !== null);
  if (needs.balances) sum.caveats.add('balances');
  if (needs.consent) sum.caveats.add('consent');
  if (budgeted || (parts > 1 && job.definition.budget !== null)) sum.caveats.add('budget');
  return { ...tellSum(sum, job), tookMs: Math.round(performance.now() - began) };
}

interface Worlds {
  alone: World;
  /** Null when no other rule is about receipts: then the draft alone is the difference. */
  live: World | null;
  together: World;
  /** Members whose two worlds have parted. */
  parted: Set<number>;
  draft: RuleId;
}

function newWorlds({ ruleId, definition, live: inForce, known }: ReplayJob): Worlds {
  const { parts } = termsOf(known);
  const draft: Rule = {
    ruleId,
    version: 0,
    name: '',
    definition: { ...definition, validFrom: null, validUntil: null },
  };
  const others = inForce.filter((rule) => rule.ruleId !== ruleId && rule.definition.trigger.on === 'receipt');
  const before = inForce.filter(({ definition: { trigger } }) => trigger.on === 'receipt');
  const budgets = () => (definition.budget === null ? {} : { [ruleId]: definition.budget });
  const together = newWorld(compileBook({ ...parts, rules: [...others, draft] }), budgets());
  const liveWorld = newWorld(compileBook({ ...parts, rules: before }));
  return {
    alone: newWorld(compileBook({ ...parts, rules: [draft] }), budgets()),
    live: before.length > 0 ? liveWorld : null,
    together,
    parted: new Set(),
    draft: ruleId,
  };
}

/** Members have other numbers in the next part. */
function forget({ alone, live: inForce, together, parted }: Worlds): void {
  for (const world of [alone, inForce, together]) if (world) world.given = [];
  parted.clear();
}

function replayReceipt(
  worlds: Worlds,
  { basket, facts, member }: ReturnType<ReturnType<typeof past>['at']>,
  { paidMinor, sum }: { paidMinor: number; sum: ReplaySum },
): void {
  const alone = live(worlds.alone, member, basket, facts);
  const given = givenBy(alone, sum.pointValueMinor);
  const applied = alone.used.length > 0;
  const difference = differ(worlds, { basket, facts, member, applied, given, sum });
  // What multiplies gives nothing by itself, and much beside the others.
  const touched =
    isSomething(given) ||
    alone.messages.length > 0 ||
    alone.events.length > 0 ||
    (difference !== null && isSomething(difference));
  sum.add({ member, touched, difference }, { basket, tierKey: facts.tierKey, paidMinor, alone: given });
}

function differ(
  worlds: Worlds,
  {
    basket,
    facts,
    member,
    applied,
    given,
    sum,
  }: ReturnType<ReturnType<typeof past>['at']> & {
    applied: boolean;
    given: ReturnType<typeof givenBy>;
    sum: ReplaySum;
  },
): ReturnType<typeof givenBy> | null {
  const { live: inForce, together, parted } = worlds;
  if (!inForce) return applied ? given : null;
  const replaces = inForce.book.rules.some(({ ruleId }) => ruleId === worlds.draft);
  const both = applied || replaces || parted.has(member);
  if (!both) {
    // Until the draft applies to a member for the first time both worlds are one.
    if (inForce.remembers) live(inForce, member, basket, facts);
    return null;
  }
  if (!parted.has(member) && (inForce.remembers || together.remembers)) {
    part(inForce, together, member);
    parted.add(member);
  }
  const difference = givenBy(live(together, member, basket, facts), sum.pointValueMinor);
  addGiven(difference, givenBy(live(inForce, member, basket, facts), sum.pointValueMinor), -1);
  return difference;
}

async function countReceipts(sql: Sql, { since, until }: ReplayJob): Promise<number> {
  const [row] = await sql.unsafe<{ receipts: number }[]>(`
    select count(*)::float8 as receipts from receipt
    where occurred_at > '${since.toISOString()}' and occurred_at <= '${until.toISOString()}' and ${SOLD}
      and ${membersOf({ parts: 1, part: 0 })}`);
  return row?.receipts ?? 0;
}

/** Lets whoever waits have a turn: a timer that beats, a message that says stop. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
