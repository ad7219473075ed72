// Why a transfer is as large as it is: the parts that the evaluation wrote down, as sentences.
import { formatNumber } from '#src/lib/format.ts';
import type { RuleId } from '#src/lib/id.ts';
import { tierName } from '../stores/tier-name.ts';
import { BASE_RULE } from './base-rule.ts';
import type { Cut, LineLeft, Part } from './basket.ts';
import { type RuleCalled, ruleNameIn } from './rule-name-in.ts';
import { type RuleTeller, tellMoney, tellPoints, tellShare } from './rule-teller.ts';

export interface Explanation {
  ruleId: Part['ruleId'];
  name: string;
  points: number;
  /** The first says what the rule gave. Nothing is escaped. */
  sentences: string[];
}

export interface ExplainOptions {
  /** Names of the lines of the receipt; line 0 is what its sum holds beyond its lines. */
  lines: readonly { lineNo: number; name: string }[];
  /** How many lines a sentence names before it says how many more there are; 5 unless told. */
  mostLines?: number;
}

/** One explanation for each part, in the order in which they were given. */
export function explainParts(
  parts: readonly Part[],
  { lines, mostLines = 5 }: ExplainOptions,
  teller: RuleTeller,
): Explanation[] {
  const names = new Map(lines.map(({ lineNo, name }) => [lineNo, name]));
  return parts.map((part) => {
    const counted = new Set(part.lines.map(([lineNo]) => lineNo));
    const left = new Map<number, LineLeft>(part.left.filter(([lineNo]) => !counted.has(lineNo)));
    for (const { lineNo } of lines) {
      // A part of no lines at all is not about goods.
      if (counted.size > 0 && !counted.has(lineNo) && !left.has(lineNo)) left.set(lineNo, 'condition');
    }
    const because = (why: LineLeft) =>
      [...left].flatMap(([lineNo, each]) => (each === why ? [nameOf(lineNo)] : []));
    return {
      ruleId: part.ruleId,
      name: nameOfRule(part, teller),
      points: part.points,
      sentences: [
        tellGain(part, teller),
        ...(part.share ? [tellOf(part.share, teller)] : []),
        ...(part.points < 0
          ? list(
              'free',
              part.lines.map(([lineNo]) => nameOf(lineNo)),
            )
          : list('counted', part.lines.map(tellLine))),
        ...(part.points < 0 ? [] : list('free', because('free'))),
        ...list('excluded', because('excluded')),
        ...(part.points < 0 ? [] : list('condition', because('condition'))),
        ...(part.cap ? [tellCut({ ...part, ...part.cap, given: part.points }, teller)] : []),
      ],
    };
  });

  function tellLine([lineNo, points]: [number, number]): string {
    const shown = `${points > 0 ? '+' : ''}${formatNumber(points, teller.language)}`;
    return teller.say('why.line', { name: nameOf(lineNo), points: shown });
  }

  function nameOf(lineNo: number): string {
    if (lineNo === 0) return teller.say(lines.length > 1 ? 'why.rest' : 'why.whole');
    return names.get(lineNo) || teller.say('why.lineNo', { count: lineNo });
  }

  function list(key: string, items: string[]): string[] {
    if (items.length === 0) return [];
    const more = items.length - mostLines;
    const shown = more > 0 ? [...items.slice(0, mostLines), teller.say('why.more', { count: more })] : items;
    return [teller.say(`why.${key}`, { lines: shown.join('; ') })];
  }
}

/** What the rule is called to a reader. */
export function nameOfRule(
  { ruleId, ...called }: { ruleId: RuleId } & RuleCalled,
  teller: RuleTeller,
): string {
  return ruleId === BASE_RULE ? teller.say('why.base') : ruleNameIn(called, teller.language);
}

/** `+29 points`, `−5 stamps`; a cap may have left 0. */
function tellGain(part: Part, teller: RuleTeller): string {
  const { points, currency } = part;
  const name = nameOfRule(part, teller);
  const sign = points === 0 ? '' : points < 0 ? '−' : '+';
  const shown = `${sign}${tellPoints(Math.abs(points), currency, teller)}`;
  return teller.say(points < 0 ? 'why.took' : 'why.gave', { rule: name, points: shown });
}

/** `3 % of 862,40`, and whose share that is where the tier sets it. */
function tellOf({ ofMinor, shareBp, tierKey }: NonNullable<Part['share']>, teller: RuleTeller): string {
  const { language, say } = teller;
  const values = { share: tellShare(shareBp, language), amount: tellMoney(ofMinor, teller) };
  if (tierKey === undefined) return say('why.share', values);
  return say('why.shareOfTier', { ...values, tier: tierName(language, tierKey) });
}

/** `100 points of 140: daily limit of 100.` The noun stands with the first number, where every language leaves it as it is. */
export function tellCut({ kind, given, wanted, limit, currency }: Cut, teller: RuleTeller): string {
  const { language } = teller;
  return teller.say(`why.cap.${kind}`, {
    given: tellPoints(given, currency, teller),
    wanted: formatNumber(wanted, language),
    limit: formatNumber(limit, language),
  });
}
