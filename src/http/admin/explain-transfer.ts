// Why a transfer is what it is, in sentences for whoever of the staff asks: the receipt and its rules, the lines that
// counted and those that did not, the cap that bit; or who changed the points, and for what.
import { findCaptor } from '#src/core/ledger/find-captor.ts';
import { readAdjustment } from '#src/core/ledger/list-decided-adjustments.ts';
import { listLotUses } from '#src/core/ledger/list-lot-uses.ts';
import { listLotsOf } from '#src/core/ledger/list-lots-of.ts';
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';
import { listReceiptStories } from '#src/core/receipts/read-receipt-stories.ts';
import { readReturnAmount } from '#src/core/receipts/read-return-amount.ts';
import type { Part } from '#src/core/rules/basket.ts';
import { explainParts } from '#src/core/rules/explain-parts.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import { formatAmount } from '#src/core/stores/format-amount.ts';
import { listCurrencies } from '#src/core/stores/list-currencies.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import type { Reader } from '#src/db/client.ts';
import { formatEnd, formatMoney, formatStart } from '#src/lib/format.ts';
import type { AdjustmentId, ReturnId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { type Texts, textIn } from '#src/lib/texts.ts';
import { webSentence } from '../sentences.ts';
import { readActorNames } from './actor-names.ts';

const ADJUSTED = new Set(['apology', 'correction', 'lost_receipt', 'contest', 'fraud', 'other']);

/** What transfers write down; each kind fills in its own. */
interface Reason {
  parts?: Part[];
  adjustmentId?: AdjustmentId;
  giftId?: string;
  returned?: boolean;
  cancelled?: boolean;
  why?: string;
  from?: string;
  to?: string;
  returnId?: ReturnId;
  /** Who asked over the API: a partner or an API key; and what its own slip says. */
  by?: string;
  reference?: string;
  /** Of a reward. */
  names?: Texts;
  back?: 'undone' | 'cancelled' | 'expired';
  /** Of which quest or challenge, what it is called, and whether they were a prize of it. */
  quest?: string;
  challenge?: string;
  titles?: Texts;
  prize?: boolean;
}

interface Asked {
  transfer: TransferRow;
  /** Whether it stands for several, whose points end on days of their own. */
  isSum?: boolean;
  language: Language;
  at: Date;
}

/** At least one sentence. */
export async function explainTransfer(db: Reader, asked: Asked): Promise<string[]> {
  const { transfer, language } = asked;
  const reason = (transfer.reason ?? {}) as Reason;
  const by = reason.by ?? (await findBurner(db, transfer));
  const sentences = [
    ...(await tellReceipt(db, asked, reason)),
    ...(reason.adjustmentId ? await tellAdjustment(db, asked, reason.adjustmentId) : []),
    ...(by ? await tellAsked(db, asked, { ...reason, by }) : []),
    ...tellOther(transfer, reason, language),
    ...(await tellDebt(db, asked)),
    ...(await tellLots(db, asked)),
  ];
  return sentences.length > 0 ? sentences : [webSentence('why.unknown', language)];
}

/** Captures did not always note by whom they were: then it is whoever had opened the hold. */
async function findBurner(db: Reader, transfer: TransferRow): Promise<string | null> {
  const isOfSystem = transfer.kind === 'burn' && transfer.receiptId === null;
  return isOfSystem ? await findCaptor(db, transfer) : null;
}

/** The receipt it belongs to and what its rules gave. */
async function tellReceipt(db: Reader, { transfer, language }: Asked, reason: Reason): Promise<string[]> {
  const { memberId, receiptId, kind } = transfer;
  if (!receiptId) return tellParts(db, { parts: reason.parts ?? [], lines: [], language });
  const stories = await listReceiptStories(db, [{ memberId, receiptId }], { inFull: true });
  const story = stories.get(receiptId);
  if (!story) return [];
  const money = (minor: bigint) => formatMoney(minor, language, story.moneyCurrency);
  const values = { number: story.number, store: story.storeName, amount: money(story.amountMinor) };
  if (kind === 'reverse') {
    const { returnId } = reason;
    const back = returnId ? await readReturnAmount(db, { memberId, returnId }) : null;
    const amount = money(back ?? story.amountMinor);
    return [webSentence('why.returned', language, { ...values, amount, whole: values.amount })];
  }
  const head = webSentence(kind === 'burn' ? 'why.burnt' : 'why.receipt', language, values);
  const told = await tellParts(db, { parts: reason.parts ?? [], lines: story.lines, language });
  return [head, ...told];
}

/** What of a gain went to what the member had owed: it is drawn from the very lots that it brought. */
async function tellDebt(db: Reader, { transfer, language }: Asked): Promise<string[]> {
  if (transfer.amount < 0n) return [];
  const paid = (await listLotUses(db, transfer)).reduce((sum, { amount }) => sum + amount, 0n);
  if (paid === 0n) return [];
  const currencies = await listCurrencies(db);
  const points = formatAmount(paid, transfer.currency, { currencies, language });
  return [webSentence('why.debt', language, { points })];
}

async function tellParts(
  db: Reader,
  {
    parts,
    lines,
    language,
  }: { parts: Part[]; lines: { lineNo: number; name: string }[]; language: Language },
): Promise<string[]> {
  if (parts.length === 0) return [];
  const [{ timeZone }, currencies] = await Promise.all([readProgramme(db), listCurrencies(db)]);
  const names = {
    currencies: Object.fromEntries(
      currencies.flatMap(({ currency, names: each }) => {
        const forms = each[language] ?? each.uk ?? each.ru ?? each.en;
        return forms ? [[currency, forms]] : [];
      }),
    ),
  };
  const explained = explainParts(parts, { lines }, ruleTeller(language, { timeZone, names }));
  return explained.flatMap((each) => each.sentences);
}

async function tellAdjustment(
  db: Reader,
  { transfer, language }: Asked,
  adjustmentId: AdjustmentId,
): Promise<string[]> {
  const [adjustment, nameOf] = await Promise.all([readAdjustment(db, adjustmentId), readActorNames(db)]);
  const { askedBy, decidedBy, reversedBy, note, reason } = adjustment;
  const why = webSentence(`why.reasons.${ADJUSTED.has(reason) ? reason : 'other'}`, language);
  const who = [
    webSentence('why.asked', language, { who: nameOf(askedBy), why }),
    ...(note === '' ? [] : [webSentence('why.note', language, { note })]),
    ...(decidedBy && decidedBy !== askedBy
      ? [webSentence('why.agreed', language, { who: nameOf(decidedBy) })]
      : []),
  ];
  if (transfer.kind !== 'reverse') return who;
  return [webSentence('why.reversed', language, { who: nameOf(reversedBy ?? '') }), ...who];
}

/** Which partner or system of the shop has asked for it. */
async function tellAsked(
  db: Reader,
  { transfer: { kind }, language }: Asked,
  { by, reference }: { by: string; reference?: string },
): Promise<string[]> {
  const nameOf = await readActorNames(db);
  const whose = by.startsWith('prt_') ? 'partnerMoved' : 'systemMoved';
  const what = kind === 'earn' ? 'issue' : kind === 'burn' ? 'redeem' : 'back';
  return [
    webSentence(`why.${whose}.${what}`, language, { by: nameOf(by) }),
    ...(reference ? [webSentence('why.slip', language, { reference })] : []),
  ];
}

/** What needs no more than the transfer itself. */
function tellOther({ kind, amount }: TransferRow, reason: Reason, language: Language): string[] {
  const say = (key: string) => [webSentence(`why.${key}`, language)];
  switch (kind) {
    case 'welcome':
      return say('welcome');
    case 'expire':
      return say(reason.why === 'inactivity' ? 'inactive' : 'expired');
    case 'reverse':
      if (reason.quest || reason.challenge) return [tellPlayed(amount, reason, language)];
      if (reason.why === 'bought in time') return say('revived');
      if (reason.why === 'returned meanwhile') return say('returnedMeanwhile');
      return reason.giftId ? say('giftReversed') : [];
    case 'quest':
    case 'challenge':
      return [tellPlayed(amount, reason, language)];
    case 'adjust':
      return reason.why === 'import' ? say('imported') : [];
    case 'gift':
      if (reason.returned || reason.cancelled) return say(reason.returned ? 'giftReturned' : 'giftCancelled');
      return say(amount < 0n ? 'giftGiven' : 'giftReceived');
    case 'friend':
      return say(amount < 0n ? 'friendBack' : 'friend');
    case 'reward':
      return [tellReward(reason, language)];
    case 'move':
      return say(reason.why === 'merge undone' ? 'parted' : amount < 0n ? 'movedOut' : 'movedIn');
    default:
      return [];
  }
}

const REWARD_BACK = {
  undone: 'rewardUndone',
  cancelled: 'rewardCancelled',
  expired: 'rewardExpired',
} as const;

/** Its name stands in the transfer, whatever it is called by now. */
function tellReward({ names = {}, back }: Reason, language: Language): string {
  return webSentence(`why.${back ? REWARD_BACK[back] : 'reward'}`, language, {
    reward: textIn(names, language, 'uk'),
  });
}

/** As it was called then. */
function tellPlayed(amount: bigint, { challenge, titles = {}, prize }: Reason, language: Language): string {
  const what = challenge ? 'challengePrize' : prize ? 'questPrize' : 'quest';
  return webSentence(`why.${what}${amount < 0n ? 'Back' : ''}`, language, {
    title: textIn(titles, language, 'uk'),
  });
}

/** From when its points can be spent, and until when. */
async function tellLots(db: Reader, { transfer, isSum, language, at }: Asked): Promise<string[]> {
  if (transfer.amount < 0n || isSum) return [];
  const [lots, { timeZone }] = await Promise.all([listLotsOf(db, transfer), readProgramme(db)]);
  const calendar = { language, timeZone, now: at };
  const [first] = lots;
  if (!first) return [];
  // "infinity" is no date: the points wait for an action.
  const waits = first.waitsFor !== null;
  return [
    ...(waits
      ? [webSentence('why.waits', language, { action: first.waitsFor ?? '' })]
      : first.activeAt > at
        ? [webSentence('why.activeFrom', language, { day: formatStart(first.activeAt, calendar) })]
        : []),
    ...(first.expiresAt
      ? [webSentence('why.expires', language, { day: formatEnd(first.expiresAt, calendar) })]
      : []),
  ];
}
