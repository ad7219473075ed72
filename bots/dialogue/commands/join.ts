// Commands that make somebody a member or open their card in one more chat. They compose what the rooms of the core
// offer: people and cards, then the account and its points, all in one transaction.
import { readCard } from '#src/core/cards/read-card.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { noteSeen } from '#src/core/friends/seen-before.ts';
import { activateByAction } from '#src/core/ledger/activate-by-action.ts';
import { moveAllPoints } from '#src/core/ledger/move-all-points.ts';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { type TakenOver, takeOverPlastic } from '#src/core/ledger/take-over-plastic.ts';
import { claimPhone, membersOfClaim } from '#src/core/members/claim-phone.ts';
import { countAttempt, isUsedUp } from '#src/core/members/count-attempt.ts';
import { readIdentity } from '#src/core/members/ensure-identity.ts';
import { findUnclaimedPlastic } from '#src/core/members/find-plastic.ts';
import { lockStandings } from '#src/core/members/lock-standings.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { registerMember } from '#src/core/members/register-member.ts';
import { requireProof } from '#src/core/members/require-proof.ts';
import { Refusal } from '#src/core/refusal.ts';
import { currencyExpiry, expiryOf } from '#src/core/stores/currency-expiry.ts';
import { savepoint } from '#src/db/client.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { Command, Opened, Outcome } from '../command.ts';
import { label, words } from '../words.ts';
import { type Doing, speaker } from './doing.ts';

const HOUR_MS = 3_600_000;
// Printed numbers run upwards, so whoever has one can guess its neighbours. What helps: one chat tries few, all chats
// together go wrong seldom, a chat takes over few, and what came with such a card is not burnt at once.
const PLASTIC_GUESSES_AN_HOUR = 10;
export const WRONG_PLASTIC_AN_HOUR = 60;
const PLASTIC_A_DAY = 3;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function claim(doing: Doing, { phone: typed, proven }: Asked<'claimPhone'>): Promise<Outcome> {
  const { tx, view, event } = doing;
  const phone = readPhone(typed);
  const { identityId } = view.identity;
  const moves = view.member !== null && view.member.phone !== phone;
  if (moves) await requireProof(tx, { identityId, member: speaker(doing), at: event.at });
  if (proven) {
    const concerned = await membersOfClaim(tx, { identityId, phone });
    if (concerned.length > 0) await openAccount(tx, ...concerned);
    await lockStandings(tx, ...concerned);
  }
  const claimed = await claimPhone(tx, { identityId, phone, proven, at: event.at });
  switch (claimed.outcome) {
    case 'unknown':
      await tellReleased(doing, claimed.released);
      return { kind: 'did', did: 'claimPhone', phone, proven, claimed: 'unknown' };
    case 'codeNeeded':
      return { kind: 'did', did: 'claimPhone', phone, proven, claimed: 'codeNeeded' };
    case 'confirmed': {
      const { memberId, first } = claimed;
      await noteSeen(tx, { memberId, secretKey: doing.deps.secretKey, at: event.at });
      const welcomed = first && (await grantWelcome(doing, memberId));
      await activateByAction(tx, { memberId, action: 'phone', at: event.at });
      const { balance } = await readBalance(tx, memberId, event.at);
      return { kind: 'did', did: 'claimPhone', claimed: 'confirmed', welcomed, balance };
    }
    case 'absorbed':
    case 'linked': {
      const { memberId, first } = claimed;
      if (claimed.outcome === 'absorbed')
        await moveAllPoints(tx, { from: claimed.from, to: memberId, at: event.at, reason: 'same person' });
      // Whom staff have written down at a counter joins the chat only now.
      const welcomed = first && (await grantWelcome(doing, memberId));
      await activateByAction(tx, { memberId, action: 'phone', at: event.at });
      const opened = await open(doing, claimed);
      return { kind: 'did', did: 'claimPhone', claimed: claimed.outcome, welcomed, ...opened };
    }
  }
}

export async function register(doing: Doing, asked: Asked<'register'>): Promise<Outcome> {
  const { tx, view, event } = doing;
  const { programme, language } = view;
  const welcomes = asked.proven && programme.welcomePoints > 0n;
  const { memberId, cardNumber } = await registerMember(tx, {
    identityId: view.identity.identityId,
    name: asked.name,
    phone: asked.phone,
    proven: asked.proven,
    language,
    marketing: asked.marketing,
    channel: event.messenger,
    carriedBy: event.carriedBy,
    welcomePoints: welcomes ? programme.welcomePoints : 0n,
    at: event.at,
  });
  await noteSeen(tx, { memberId, secretKey: doing.deps.secretKey, at: event.at });
  await openAccount(tx, memberId);
  const welcomed = welcomes && (await grantWelcome(doing, memberId));
  const taken = asked.plastic ? await takeOver(doing, { memberId, number: asked.plastic }) : null;
  const { balance } = await readBalance(tx, memberId, event.at);
  const heldUntil = taken?.heldUntil ?? null;
  const opened = { cardNumber, balance, burnAllowedFrom: heldUntil, heldUntil };
  const { proven } = asked;
  return { kind: 'did', did: 'register', proven, welcomed, brought: taken?.points ?? 0n, opened };
}

/** Looks before the person is a member; the card is taken over when they register. */
export async function findPlastic(doing: Doing, { number }: Asked<'findPlastic'>): Promise<Outcome> {
  const found = await guess(doing, () => findUnclaimedPlastic(doing.tx, number));
  if (typeof found === 'string') return { kind: 'did', did: 'findPlastic', found };
  return { kind: 'did', did: 'findPlastic', found: 'yes', cardNumber: found.cardNumber };
}

export async function addPlastic(doing: Doing, { number }: Asked<'addPlastic'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const added = await guess(doing, async () => {
    await findUnclaimedPlastic(doing.tx, number);
    const { identityId } = doing.view.identity;
    const today = { key: `plastic-taken:${identityId}`, limit: PLASTIC_A_DAY, windowMs: 24 * HOUR_MS };
    if (!(await countAttempt(doing.tx, { ...today, at: doing.event.at }))) return 'tooMany';
    return await savepoint(doing.tx, (tx) => takeOver({ ...doing, tx }, { memberId, number }));
  });
  if (typeof added === 'string') return { kind: 'did', did: 'addPlastic', added };
  const { balance } = await readBalance(doing.tx, memberId, doing.event.at);
  const { cardNumber, heldUntil } = added;
  return { kind: 'did', did: 'addPlastic', added: 'yes', balance, cardNumber, heldUntil };
}

async function takeOver(
  { tx, event: { at }, view }: Doing,
  card: { memberId: MemberId; number: string },
): Promise<TakenOver> {
  const { identityId: actor } = view.identity;
  return await takeOverPlastic(tx, { ...card, actor, at });
}

/** Tries a printed number unless too many were tried here, or too many wrong ones everywhere. */
async function guess<T>(
  { tx, view, event: { at } }: Doing,
  look: () => Promise<T>,
): Promise<T | 'tooMany' | 'paused'> {
  const hour = { windowMs: HOUR_MS, at };
  const own = { key: `plastic-of:${view.identity.identityId}`, limit: PLASTIC_GUESSES_AN_HOUR, ...hour };
  const wrong = { key: 'plastic-wrong', limit: WRONG_PLASTIC_AN_HOUR, ...hour };
  if (!(await countAttempt(tx, own))) return 'tooMany';
  if (await isUsedUp(tx, wrong)) return 'paused';
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refusal) await countAttempt(tx, wrong);
    throw error;
  }
}

async function open({ tx, event, deps }: Doing, { memberId }: { memberId: MemberId }): Promise<Opened> {
  await noteSeen(tx, { memberId, secretKey: deps.secretKey, at: event.at });
  const { cardNumber } = await readCard(tx, memberId);
  const { balance } = await readBalance(tx, memberId, event.at);
  const { burnAllowedFrom, pointsHeldUntil: heldUntil } = await readMember(tx, memberId);
  return { cardNumber, balance, burnAllowedFrom, heldUntil };
}

/** Points for joining, once a member, when the phone is proven: a number that is only claimed costs nothing to invent. */
async function grantWelcome({ tx, view, event }: Doing, memberId: MemberId): Promise<boolean> {
  const { welcomePoints: amount, timeZone } = view.programme;
  if (amount <= 0n) return false;
  const points = view.currencies.find((each) => each.currency === 'points');
  const ends = points ? expiryOf(currencyExpiry(points), event.at.getTime(), timeZone) : null;
  try {
    const { outcome } = await postTransfer(tx, {
      memberId,
      kind: 'welcome',
      amount,
      account: 'issued',
      key: 'welcome',
      occurredAt: event.at,
      recordedAt: event.at,
      expiresAt: ends === null ? null : new Date(ends),
    });
    return outcome === 'posted';
  } catch (error) {
    // Welcomed before, on another day.
    if (error instanceof Refusal && error.code === 'key_reused') return false;
    throw error;
  }
}

/** Somebody proved a number that these accounts had only claimed. If it is the same person, the cards can become one. */
async function tellReleased({ tx, event }: Doing, accounts: IdentityId[]): Promise<void> {
  for (const identityId of accounts) {
    const { language, memberId } = await readIdentity(tx, identityId);
    await queueDelivery(tx, {
      identityId,
      memberId,
      lane: 'notice',
      prompt: {
        say: 'message',
        text: words(language, 'card.released'),
        buttons: [
          [{ label: label(language, 'card.confirmButton'), action: 'phone.confirm', tone: 'primary' }],
        ],
        keyboard: menuKeyboard(language),
      },
      at: event.at,
    });
  }
}
