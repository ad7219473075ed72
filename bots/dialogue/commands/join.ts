// Commands that make somebody a member or open their card in one more chat. They compose what the rooms of the core
// offer: people and cards, then the account and its points, all in one transaction.
import { readCard } from '#src/core/cards/read-card.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { moveAllPoints } from '#src/core/ledger/move-all-points.ts';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { postTransfer } from '#src/core/ledger/post-transfer.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { absorbMember } from '#src/core/members/absorb-member.ts';
import { claimPhone } from '#src/core/members/claim-phone.ts';
import { countAttempt } from '#src/core/members/count-attempt.ts';
import { readIdentity } from '#src/core/members/ensure-identity.ts';
import { findUnclaimedPlastic } from '#src/core/members/find-plastic.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { registerMember } from '#src/core/members/register-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { savepoint } from '#src/db/client.ts';
import { addMonths } from '#src/lib/add-months.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { Command, Opened, Outcome } from '../command.ts';
import { menuKeyboard } from '../keys.ts';
import { label, words } from '../words.ts';
import { type Doing, speaker } from './doing.ts';

const HOUR_MS = 3_600_000;
// A card number that ten guesses an hour find would take longer than the programme will last.
const PLASTIC_GUESSES_AN_HOUR = 10;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function claim(doing: Doing, { phone: typed, proven }: Asked<'claimPhone'>): Promise<Outcome> {
  const { tx, view, event } = doing;
  const phone = readPhone(typed);
  const { identityId } = view.identity;
  const claimed = await claimPhone(tx, { identityId, phone, proven, at: event.at });
  switch (claimed.outcome) {
    case 'unknown':
      await tellReleased(doing, claimed.released);
      return { kind: 'did', did: 'claimPhone', phone, proven, claimed: 'unknown' };
    case 'codeNeeded':
      return { kind: 'did', did: 'claimPhone', phone, proven, claimed: 'codeNeeded' };
    case 'confirmed': {
      const { memberId, first } = claimed;
      const welcomed = first && (await grantWelcome(doing, memberId));
      const { balance } = await readBalance(tx, memberId, event.at);
      return { kind: 'did', did: 'claimPhone', claimed: 'confirmed', welcomed, balance };
    }
    case 'absorbed': {
      await openAccount(tx, claimed.memberId);
      await moveAllPoints(tx, {
        from: claimed.from,
        to: claimed.memberId,
        at: event.at,
        reason: 'same person',
      });
      return { kind: 'did', did: 'claimPhone', claimed: 'absorbed', ...(await open(doing, claimed)) };
    }
    case 'linked':
      await openAccount(tx, claimed.memberId);
      return { kind: 'did', did: 'claimPhone', claimed: 'linked', ...(await open(doing, claimed)) };
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
  await openAccount(tx, memberId);
  const welcomed = welcomes && (await grantWelcome(doing, memberId));
  if (asked.plastic) await takeOverPlastic(doing, { memberId, number: asked.plastic });
  const { balance } = await readBalance(tx, memberId, event.at);
  const opened = { cardNumber, balance, burnAllowedFrom: null };
  return { kind: 'did', did: 'register', proven: asked.proven, welcomed, opened };
}

/** Looks before the person is a member; the card is taken over when they register. */
export async function findPlastic(doing: Doing, { number }: Asked<'findPlastic'>): Promise<Outcome> {
  if (!(await mayGuess(doing))) return { kind: 'did', did: 'findPlastic', found: 'tooMany' };
  const { cardNumber } = await findUnclaimedPlastic(doing.tx, number);
  return { kind: 'did', did: 'findPlastic', found: 'yes', cardNumber };
}

export async function addPlastic(doing: Doing, { number }: Asked<'addPlastic'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!(await mayGuess(doing))) return { kind: 'did', did: 'addPlastic', added: 'tooMany' };
  const cardNumber = await savepoint(doing.tx, (tx) =>
    takeOverPlastic({ ...doing, tx }, { memberId, number }),
  );
  const { balance } = await readBalance(doing.tx, memberId, doing.event.at);
  return { kind: 'did', did: 'addPlastic', added: 'yes', cardNumber, balance };
}

async function takeOverPlastic(
  { tx, event }: Doing,
  { memberId, number }: { memberId: MemberId; number: string },
): Promise<string> {
  const plastic = await findUnclaimedPlastic(tx, number);
  await openAccount(tx, plastic.memberId);
  await moveAllPoints(tx, { from: plastic.memberId, to: memberId, at: event.at, reason: 'plastic card' });
  await absorbMember(tx, { from: plastic.memberId, into: memberId, at: event.at });
  return plastic.cardNumber;
}

function mayGuess({ tx, view, event }: Doing): Promise<boolean> {
  return countAttempt(tx, {
    key: `plastic-of:${view.identity.identityId}`,
    limit: PLASTIC_GUESSES_AN_HOUR,
    windowMs: HOUR_MS,
    at: event.at,
  });
}

async function open(
  { tx, event }: Doing,
  { memberId, burnAllowedFrom }: { memberId: MemberId; burnAllowedFrom: Date | null },
): Promise<Opened> {
  const { cardNumber } = await readCard(tx, memberId);
  const { balance } = await readBalance(tx, memberId, event.at);
  return { cardNumber, balance, burnAllowedFrom };
}

/** Points for joining, once a member, when the phone is proven: a number that is only claimed costs nothing to invent. */
async function grantWelcome({ tx, view, event }: Doing, memberId: MemberId): Promise<boolean> {
  const { welcomePoints: amount, pointsLifeMonths } = view.programme;
  if (amount <= 0n) return false;
  try {
    const { outcome } = await postTransfer(tx, {
      memberId,
      kind: 'welcome',
      amount,
      account: 'issued',
      key: 'welcome',
      occurredAt: event.at,
      recordedAt: event.at,
      expiresAt: pointsLifeMonths === null ? null : addMonths(event.at, pointsLifeMonths),
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
