// What the balance tells. Most shops have points only and tiers for ever: then it stays two statements.
import { listOtherBalances } from '#src/core/ledger/list-balances.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { readStanding } from '#src/core/members/read-standing.ts';
import { listBadges } from '#src/core/prizes/list-badges.ts';
import type { Outcome, Wallet } from '../command.ts';
import { goingChallenges } from './challenges.ts';
import { type Doing, speaker } from './doing.ts';
import { stampCards } from './receipts.ts';

const NO_STANDING: Wallet['standing'] = { months: {}, tierKeptUntil: null };

/** Of what is there, what waits and what ends. */
async function readOthers(doing: Doing): Promise<Wallet['others']> {
  const { tx, event } = doing;
  const { memberId } = speaker(doing);
  const others: Wallet['others'] = [];
  for (const { currency, balance } of await listOtherBalances(tx, memberId)) {
    if (balance <= 0n) others.push({ currency, balance, pending: [], nextExpiry: null });
    else others.push({ ...(await readBalance(tx, memberId, event.at, currency)), currency, balance });
  }
  return others;
}

export async function readWallet(doing: Doing): Promise<Outcome> {
  const { tx, event, view } = doing;
  const { memberId } = speaker(doing);
  const { tierPeriod, tierBasis } = view.programme;
  const balance = await readBalance(tx, memberId, event.at);
  const others = view.currencies.length > 1 ? await readOthers(doing) : [];
  const counted = tierPeriod !== 'always' || tierBasis !== 'spend';
  const standing = counted ? await readStanding(tx, memberId) : NO_STANDING;
  return {
    kind: 'did',
    did: 'readBalance',
    balance,
    others,
    stampCards: await stampCards(doing),
    standing,
    badges: await listBadges(tx, memberId),
    challenges: await goingChallenges(doing),
  };
}
