// Lost cards, people without a messenger, and the QR codes of the counter. Every change is in the audit log.
import type { FastifyInstance } from 'fastify';
import { type CardsOfPerson, type RegisteredByHand, tillPeopleRoutes } from '#src/contract/till-people.ts';
import { blockCard } from '#src/core/cards/block-card.ts';
import { qrPath } from '#src/core/cards/qr-path.ts';
import { findCardByNumber, listCards, readCard } from '#src/core/cards/read-card.ts';
import { replacePlastic } from '#src/core/cards/replace-plastic.ts';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { takeOverPlastic } from '#src/core/ledger/take-over-plastic.ts';
import { findUnclaimedPlastic } from '#src/core/members/find-plastic.ts';
import { readName, shortName } from '#src/core/members/person-name.ts';
import { maskPhone, readPhone } from '#src/core/members/phone-number.ts';
import { findMemberByToldPhone, readMember } from '#src/core/members/read-member.ts';
import { type RegisterByHand, registerByHand } from '#src/core/members/register-by-hand.ts';
import { storeSource } from '#src/core/members/store-source.ts';
import { Refusal } from '#src/core/refusal.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { wasRecorded } from '#src/core/staff/was-recorded.ts';
import { type Reader, type Tx, transaction } from '#src/db/client.ts';
import type { CardId, MemberId, StaffId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { inviteLinks } from '../public/invite-page.ts';
import { serve } from '../serve.ts';
import { throttle } from '../throttle.ts';
import { ownStore } from './own-store.ts';
import { readTicket, writeTicket } from './ticket.ts';

const WINDOW_MS = 10 * 60_000;
const MOST_LOOKUPS = 60;
const MOST_REGISTERED = 30;
const TAKEN = ['already_member', 'card_of_another'];

export function servePeople(app: FastifyInstance, deps: HttpDeps & { stores: KnownStores }): void {
  const { config, database, clock, known, stores, bots = {} } = deps;
  const { db } = database;
  const { secretKey } = config;

  serve(app, tillPeopleRoutes.findCards, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    ownStore(signedIn(request), body.storeId);
    const at = clock.now();
    await throttle(db, { key: `till-cards:${staffId}`, limit: MOST_LOOKUPS, windowMs: WINDOW_MS, at });
    const holder = await findHolder(db, body.code, { secretKey, at, blockedToo: true });
    const keys = { staffId, secretKey, to: 'cards' as const };
    const { ticket } = writeTicket({ ...holder, nonce: null, scannedAt: at }, keys);
    return await describeCards(db, { memberId: holder.memberId, ticket });
  });

  /** Changes a card of the person whom the ticket stands for, and notes it. */
  const change = async (
    told: { storeId: string; ticket: string; staff: ReturnType<typeof signedIn> },
    work: (tx: Tx, memberId: MemberId, at: Date) => Promise<'block' | 'replace' | null>,
  ) => {
    const { storeId, ticket, staff } = told;
    const { staffId } = staff;
    ownStore(staff, storeId);
    const at = clock.now();
    const { memberId } = readTicket(ticket, { staffId, secretKey, at, to: 'cards' });
    await transaction(db, async (tx) => {
      const done = await work(tx, memberId, at);
      const line = { actor: staffId, subject: memberId, detail: { storeId }, at };
      if (done) await recordAudit(tx, { ...line, action: `till.${done}` });
    });
    deps.poke?.();
    return await describeCards(db, { memberId, ticket });
  };

  serve(app, tillPeopleRoutes.blockCard, ({ body, request }) =>
    change({ ...body, staff: signedIn(request) }, async (tx, memberId, at) => {
      const cardId = body.cardId as CardId;
      const blocked = await blockCard(tx, { memberId, cardId, reason: 'staff', at });
      return blocked.length > 0 ? 'block' : null;
    }),
  );

  serve(app, tillPeopleRoutes.replaceCard, ({ body, request }) =>
    change({ ...body, staff: signedIn(request) }, async (tx, memberId, at) => {
      const { cardNumber } = body;
      const cardId = body.cardId as CardId;
      const { outcome } = await replacePlastic(tx, { memberId, cardId, cardNumber, at });
      return outcome === 'replaced' ? 'replace' : null;
    }),
  );

  serve(app, tillPeopleRoutes.readTerms, async () => ({
    termsVersion: (await known()).programme.termsVersion,
  }));

  serve(app, tillPeopleRoutes.register, async ({ body, request }): Promise<RegisteredByHand> => {
    const { staffId } = signedIn(request);
    ownStore(signedIn(request), body.storeId);
    const { storeId } = await stores.open({ storeId: body.storeId });
    const at = clock.now();
    await throttle(db, { key: `till-register:${staffId}`, limit: MOST_REGISTERED, windowMs: WINDOW_MS, at });
    const { language, marketing, termsVersion, cardNumber } = body;
    const [name, phone] = [readName(body.name), readPhone(body.phone)];
    const person = { name, phone, language, marketing, termsVersion, cardNumber, storeId, staffId, at };
    try {
      const registered = await transaction(db, (tx) => enrol(tx, person));
      deps.poke?.();
      return { shownName: shortName(name), ...registered, replayed: false };
    } catch (error) {
      const mine = await writtenDownBefore(db, { error, phone, cardNumber, staffId, at });
      if (!mine) throw error;
      return { shownName: shortName(name), cardNumber: mine, brought: 0, replayed: true };
    }
  });

  serve(app, tillPeopleRoutes.readCounter, async ({ query, request }) => {
    ownStore(signedIn(request), query.storeId);
    const { store, storeId } = await stores.open(query);
    const { name, city, address } = store;
    const links = inviteLinks(bots, storeSource(storeId));
    const ways = (['telegram', 'viber'] as const).flatMap((messenger) => {
      const link = links[messenger];
      return link ? [{ messenger, link, qr: qrPath(link) }] : [];
    });
    return { store: { name, city, address }, ways };
  });
}

/** With the card that was in a drawer at home all along, where it is one that nobody has claimed: with its points. */
async function enrol(tx: Tx, person: RegisterByHand): Promise<{ cardNumber: string; brought: number }> {
  const { cardNumber, staffId: actor, at } = person;
  const old = cardNumber !== undefined && (await isThere(tx, cardNumber));
  const enrolled = await registerByHand(tx, old ? { ...person, cardNumber: undefined } : person);
  const { memberId } = enrolled;
  await openAccount(tx, memberId);
  if (!old) return { cardNumber: enrolled.cardNumber, brought: 0 };
  const taken = await takeOverPlastic(tx, { memberId, number: cardNumber, actor, at });
  return { cardNumber: taken.cardNumber, brought: Number(taken.points) };
}

/** Whether such a card was issued and is nobody's. Throws Refusal `card_blocked`, `card_of_another`. */
async function isThere(tx: Tx, cardNumber: string): Promise<boolean> {
  try {
    await findUnclaimedPlastic(tx, cardNumber);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'card_not_found') return false;
    throw error;
  }
}

async function describeCards(
  db: Reader,
  { memberId, ticket }: { memberId: MemberId; ticket: string },
): Promise<CardsOfPerson> {
  const [member, cards] = await Promise.all([readMember(db, memberId), listCards(db, memberId)]);
  return {
    ticket,
    shownName: shortName(member.name),
    phoneMask: member.phone ? maskPhone(member.phone) : null,
    cards: cards.map(({ cardId, kind, cardNumber, status }) => ({
      cardId,
      kind,
      tail: cardNumber.slice(-4),
      status,
    })),
  };
}

/**
 * Pressed twice: number and card are taken because this cashier has written the person down a moment ago. Returns the
 * card that is theirs: the one that was typed, and null where that is another's or nobody's.
 */
async function writtenDownBefore(
  db: Reader,
  told: { error: unknown; phone: string; cardNumber: string | undefined; staffId: StaffId; at: Date },
): Promise<string | null> {
  const { error, phone, cardNumber, staffId, at } = told;
  if (!(error instanceof Refusal) || !TAKEN.includes(error.code)) return null;
  const memberId = await findMemberByToldPhone(db, phone);
  if (!memberId) return null;
  const since = new Date(at.getTime() - WINDOW_MS);
  const note = { actor: staffId, action: 'till.register', subject: memberId, since };
  if (!(await wasRecorded(db, note))) return null;
  if (cardNumber === undefined) return (await readCard(db, memberId)).cardNumber;
  const typed = await findCardByNumber(db, cardNumber);
  return typed?.memberId === memberId ? typed.cardNumber : null;
}
