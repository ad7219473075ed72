// Commands of a member about their own card, settings and data.
import { blockCard } from '#src/core/cards/block-card.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { replaceCard } from '#src/core/cards/replace-card.ts';
import { readMemberContact } from '#src/core/contacts/member-contact.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { noteSeen } from '#src/core/friends/seen-before.ts';
import { activateByAction } from '#src/core/ledger/activate-by-action.ts';
import { confirmIdentity, rejectIdentity } from '#src/core/members/answer-identity.ts';
import { type BurnWait, burnWaitOf } from '#src/core/members/burn-wait.ts';
import { listIdentities, readIdentity } from '#src/core/members/ensure-identity.ts';
import { eraseMember } from '#src/core/members/erase-member.ts';
import { hasProvenPhone, readMember } from '#src/core/members/read-member.ts';
import { setBirthday } from '#src/core/members/set-birthday.ts';
import { setMarketingConsent } from '#src/core/members/set-consent.ts';
import { answerBurn } from '#src/core/receipts/answer-burn.ts';
import { Refusal } from '#src/core/refusal.ts';
import { type IdentityId, isId } from '#src/lib/id.ts';
import { signLink } from '#src/lib/signed-link.ts';
import type { Command, Outcome } from '../command.ts';
import { phoneKeyboard } from '../keys.ts';

import { burnWaitLines } from '../scenes/burn-wait.ts';
import { words } from '../words.ts';
import { type Doing, provenSpeaker, speaker } from './doing.ts';

const ARCHIVE_LIFETIME_MS = 3_600_000;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function liveCode(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { secretKey } = doing.deps;
  const { code, expiresAt } = await issueLiveCode(doing.tx, { memberId, secretKey, at: doing.event.at });
  return { kind: 'did', did: 'issueLiveCode', code, expiresAt };
}

export async function settings(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const messengers = (await listIdentities(doing.tx, memberId)).map((each) => each.messenger);
  const phoneProven = await hasProvenPhone(doing.tx, memberId);
  const contact = await readMemberContact(doing.tx, memberId);
  return { kind: 'did', did: 'readSettings', messengers: [...new Set(messengers)], phoneProven, contact };
}

export async function offers(doing: Doing, { given }: Asked<'setOffers'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { messenger: channel, carriedBy, at } = doing.event;
  await setMarketingConsent(doing.tx, { memberId, given, channel, carriedBy, at });
  return { kind: 'did', did: 'setOffers', given };
}

export async function birthday(doing: Doing, { written }: Asked<'setBirthday'>): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  const { tx, event } = doing;
  const told = await setBirthday(tx, { memberId, written, at: event.at });
  await activateByAction(tx, { memberId, action: 'birthday', at: event.at });
  return { kind: 'did', did: 'setBirthday', birthday: told };
}

export async function archive(doing: Doing): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  const expiresAt = new Date(doing.event.at.getTime() + ARCHIVE_LIFETIME_MS);
  const token = signLink({ purpose: 'archive', subject: memberId, expiresAt }, doing.deps.secretKey);
  const url = `${doing.deps.publicUrl}/public/archive/${token}.html`;
  return { kind: 'did', did: 'makeArchive', url, fileName: 'kartka.html' };
}

/** The words after it go to a stranger: the account is nobody's any more. */
export async function erase(doing: Doing): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  // Whoever comes back after it is no new friend of anybody's.
  await noteSeen(doing.tx, { memberId, secretKey: doing.deps.secretKey, at: doing.event.at });
  await eraseMember(doing.tx, memberId, doing.event.at);
  return { kind: 'did', did: 'erase' };
}

export async function block(doing: Doing): Promise<Outcome> {
  await blockCard(doing.tx, { memberId: speaker(doing).memberId, reason: 'member', at: doing.event.at });
  return { kind: 'did', did: 'blockCard' };
}

export async function newCard(doing: Doing): Promise<Outcome> {
  const { memberId } = await provenSpeaker(doing);
  const { cardNumber } = await replaceCard(doing.tx, { memberId, at: doing.event.at });
  return { kind: 'did', did: 'replaceCard', cardNumber };
}

/** Authorised anew: the request must be this member's, whatever the button said. */
export async function burn(doing: Doing, { burnRequestId, answer }: Asked<'answerBurn'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  if (!isId('brq', burnRequestId)) throw new Refusal('not_found');
  const known = await doing.deps.known();
  const { at } = doing.event;
  const settled = await answerBurn(doing.tx, {
    memberId,
    burnRequestId,
    identityId: doing.view.identity.identityId,
    answer,
    at,
    known,
    rules: doing.deps.rules,
  });
  return {
    kind: 'did',
    did: 'answerBurn',
    status: settled.status,
    burnt: settled.status === 'accepted' ? settled.accepted.burnt : 0n,
    ...(settled.status === 'failed' ? { refusal: settled.refusal } : {}),
  };
}

/** What the owner says of a chat that was connected anew; that chat is told. */
export async function identity(
  doing: Doing,
  { identityId, answer }: Asked<'answerIdentity'>,
): Promise<Outcome> {
  const { tx, event, view } = doing;
  const { memberId } = speaker(doing);
  if (!isId('idn', identityId)) throw new Refusal('forbidden');
  const input = { byIdentityId: view.identity.identityId, identityId, at: event.at };
  await (answer === 'yes' ? confirmIdentity : rejectIdentity)(tx, input);
  const wait = burnWaitOf(await readMember(tx, memberId), event.at);
  await tellTheOther(doing, { identityId, answer, wait });
  return { kind: 'did', did: 'answerIdentity', answer, wait };
}

async function tellTheOther(
  { tx, event, view: { programme } }: Doing,
  told: { identityId: IdentityId; answer: 'yes' | 'notMe'; wait: BurnWait | null },
): Promise<void> {
  const { identityId, answer, wait } = told;
  const { language, memberId } = await readIdentity(tx, identityId);
  const lines =
    answer === 'yes'
      ? [
          words(language, wait ? 'identity.vouchedWaits' : 'identity.vouched'),
          ...burnWaitLines(wait, { language, programme, at: event.at }),
        ]
      : [words(language, 'identity.rejected')];
  await queueDelivery(tx, {
    identityId,
    memberId,
    lane: 'notice',
    prompt: {
      say: 'message',
      text: lines.join('\n'),
      keyboard: answer === 'yes' ? menuKeyboard(language) : phoneKeyboard(language),
    },
    at: event.at,
  });
}
