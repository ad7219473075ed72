// What a basket would bring, as the console shows it.
import type { Tried } from '#src/contract/rule-basket.ts';
import type { TriedBasket } from '#src/core/receipts/try-basket.ts';
import type { Award } from '#src/core/rules/basket.ts';
import { explainParts, tellCut } from '#src/core/rules/explain-parts.ts';
import type { RuleTeller } from '#src/core/rules/rule-teller.ts';
import { tellMissed } from '#src/core/rules/tell-missed.ts';
import { formatEnd, formatStart } from '#src/lib/format.ts';
import { webSentence } from '../sentences.ts';

export interface TellTried {
  /** The rule that is tried; null when only live ones are asked. */
  draftId: string | null;
  lines: { lineNo: number; name: string }[];
  teller: RuleTeller;
  /** When it is bought. */
  at: Date;
}

export function tellTried(evaluation: TriedBasket, asked: TellTried): Omit<Tried, 'member'> {
  const { draftId, teller } = asked;
  const isDraft = (ruleId: string) => ruleId === draftId;
  const { toPayMinor, gifts, messages, events } = evaluation;
  return {
    toPayMinor,
    awards: evaluation.awards.map((award) => tellAward(award, asked)),
    discounts: evaluation.discounts.map((each) => ({ ...each, isDraft: isDraft(each.ruleId) })),
    gifts,
    messages,
    events,
    notApplied: evaluation.notApplied.map((each) => ({
      ruleId: each.ruleId,
      name: each.name,
      why: each.why,
      isDraft: isDraft(each.ruleId),
      sentence: tellMissed(each.why, evaluation.failedOf(each), teller),
    })),
    trimmed: evaluation.trimmed.map((each) => ({ ...each, sentence: tellCut(each, teller) })),
  };
}

function tellAward(award: Award, asked: TellTried): Tried['awards'][number] {
  const { draftId, lines, teller } = asked;
  const explained = explainParts(award.parts, { lines }, teller);
  return {
    currency: award.currency,
    points: award.points,
    activeAt: Number.isFinite(award.activeAt) ? new Date(award.activeAt).toISOString() : null,
    waitsFor: award.waitsFor,
    expiresAt: award.expiresAt === null ? null : new Date(award.expiresAt).toISOString(),
    parts: award.parts.map((part) => ({
      ruleId: part.ruleId,
      name: part.name,
      isDraft: part.ruleId === draftId,
      points: part.points,
      wanted: part.wanted,
      lines: part.lines.map(([lineNo, points]) => ({ lineNo, points })),
      left: part.left.map(([lineNo, why]) => ({ lineNo, why })),
      cap: part.cap ?? null,
    })),
    explained: explained.map(({ sentences: [gave = '', ...because] }) => ({ gave, because })),
    times: tellTimes(award, asked),
  };
}

/** As a transfer of them will be explained. */
function tellTimes({ activeAt, waitsFor, expiresAt }: Award, { teller, at }: TellTried): string[] {
  const { language, timeZone } = teller;
  const calendar = { language, timeZone, now: at };
  const say = (key: string, values: Record<string, string>) => webSentence(key, language, values);
  const from =
    waitsFor === null
      ? activeAt > at.getTime() && say('why.activeFrom', { day: formatStart(new Date(activeAt), calendar) })
      : say('why.waits', { action: waitsFor });
  return [
    ...(from ? [from] : []),
    ...(expiresAt === null ? [] : [say('why.expires', { day: formatEnd(new Date(expiresAt), calendar) })]),
  ];
}
