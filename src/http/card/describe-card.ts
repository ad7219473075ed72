// What the page shows, in words of the member's language.

import type { CardPage, QrShown } from '#src/contract/card.ts';
import { EAN13_QUIET, ean13Bars } from '#src/core/cards/bars.ts';
import { type CardNumber, formatCardNumber, parseCardNumber } from '#src/core/cards/card-number.ts';
import { issueLiveCode } from '#src/core/cards/issue-live-code.ts';
import { LIVE_CODE_LIFETIME_MS } from '#src/core/cards/live-code.ts';
import { qrMatrix } from '#src/core/cards/qr-matrix.ts';
import { readCard } from '#src/core/cards/read-card.ts';
import { type Balance, readBalance } from '#src/core/ledger/read-balance.ts';
import { UNTIL_STAFF_DECIDE } from '#src/core/members/link-identity.ts';
import { walletLinks } from '#src/core/passes/pass-link.ts';
import { readShowcase } from '#src/core/showcase/list-showcase.ts';
import type { Programme } from '#src/core/stores/read-programme.ts';
import { tierName } from '#src/core/stores/tier-name.ts';
import { formatDay, formatEnd, formatPoints, formatStart, formatTime } from '#src/lib/format.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { webSentence } from '../sentences.ts';
import type { CardHolder } from './card-session.ts';

/** More moments than that are not read. */
const MOST_PENDING = 3;
const MOST_OFFERS = 6;

type Described = Omit<CardPage, 'words' | 'session'>;

export async function describeCard(
  deps: Pick<HttpDeps, 'config' | 'database' | 'clock' | 'known' | 'rules' | 'wallets'>,
  { member, identity }: CardHolder,
): Promise<Described> {
  const { config, database, clock, known, wallets } = deps;
  const { db } = database;
  const at = clock.now();
  const { memberId } = member;
  const { language } = identity;
  const { programme } = await known();
  const card = await readCard(db, memberId);
  const ours = parseCardNumber(card.cardNumber);
  const blocked = card.status === 'blocked';
  const live =
    ours && !blocked ? await issueLiveCode(db, { memberId, secretKey: config.secretKey, at }) : null;
  const balance = await readBalance(db, memberId, at);
  return {
    language,
    shopName: programme.shopName,
    memberName: member.name,
    tier: tierName(language, member.tierKey),
    card: {
      number: card.cardNumber,
      spaced: ours ? formatCardNumber(ours) : card.cardNumber,
      codes: ours && !blocked ? codesOf(ours) : null,
      blocked,
    },
    live: live && { code: live.code, qr: qrOf(live.code, 'Q'), lastsMs: LIVE_CODE_LIFETIME_MS },
    offers: await usableOffers(deps, { memberId, language, at }),
    wallets: walletLinks(
      memberId,
      { apple: Boolean(wallets?.apple) && !blocked, google: Boolean(wallets?.google) && !blocked },
      { ...config, at },
    ),
    balance: {
      shown: signedPoints(balance.balance, language),
      notes: [
        ...waits(member.burnAllowedFrom, { language, programme, at }),
        ...notes(balance, { language, programme, at }),
      ],
    },
  };
}

function codesOf(number: CardNumber): NonNullable<CardPage['card']['codes']> {
  const clear = (modules: number) => '0'.repeat(modules);
  const bars = clear(EAN13_QUIET.left) + ean13Bars(number).join('') + clear(EAN13_QUIET.right);
  return { qr: qrOf(number, 'H'), bars };
}

function qrOf(text: string, correction: 'Q' | 'H'): QrShown {
  const { size, modules } = qrMatrix(text, correction);
  return { size, modules: modules.join('') };
}

/** Those that work now, somewhere; in the chat there are all of them. */
async function usableOffers(
  { database, known, rules }: Pick<HttpDeps, 'database' | 'known' | 'rules'>,
  { memberId, language, at }: { memberId: MemberId; language: Language; at: Date },
): Promise<CardPage['offers']> {
  const [settings, inForce] = await Promise.all([known(), rules()]);
  const asked = { memberId, storeId: null, basket: null, language, at, known: settings, rules: inForce };
  const { timeZone } = settings.programme;
  return (await readShowcase(database.db, asked))
    .filter((offer) => offer.worksNow)
    .slice(0, MOST_OFFERS)
    .map(({ words, until }) => ({
      title: words.title,
      terms: words.terms,
      until:
        until &&
        webSentence('card.until', language, {
          // What ends at midnight is good through the day before.
          day: formatDay(new Date(until.getTime() - 1), { language, timeZone, now: at }),
        }),
    }));
}

interface Facts {
  language: Language;
  programme: Programme;
  at: Date;
}

function waits(from: Date | null, { language, programme, at }: Facts): string[] {
  if (!from || from <= at) return [];
  if (from >= UNTIL_STAFF_DECIDE) return [webSentence('card.balance.stopped', language)];
  const { timeZone } = programme;
  const day = formatDay(from, { language, timeZone, now: at });
  return [
    webSentence('card.balance.wait', language, { day, time: formatTime(from, { language, timeZone }) }),
  ];
}

function notes(of: Balance, { language, programme, at }: Facts): string[] {
  const { timeZone } = programme;
  const calendar = { language, timeZone, now: at };
  const say = (key: string, amount: bigint, more: Record<string, string> = {}) =>
    webSentence(`card.balance.${key}`, language, { points: formatPoints(amount, language), ...more });
  return [
    ...(of.debt > 0n ? [say('debt', of.debt)] : []),
    ...(of.spendable === of.balance ? [] : [say('spendable', of.spendable)]),
    ...(of.held > 0n ? [say('held', of.held)] : []),
    ...of.pending
      .slice(0, MOST_PENDING)
      .map(({ amount, activeAt }) =>
        activeAt ? say('pending', amount, { day: formatStart(activeAt, calendar) }) : say('waits', amount),
      ),
    ...(of.nextExpiry
      ? [say('expiry', of.nextExpiry.amount, { day: formatEnd(of.nextExpiry.expiresAt, calendar) })]
      : []),
  ];
}

function signedPoints(amount: bigint, language: Language): string {
  return amount < 0n ? `−${formatPoints(-amount, language)}` : formatPoints(amount, language);
}
