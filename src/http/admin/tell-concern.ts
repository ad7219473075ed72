// A concern as the admin's screen reads it: members by their shown names, failures by the words that it has.
import { returnFailure, type Concern as Told } from '#src/contract/today.ts';
import { shortName } from '#src/core/members/person-name.ts';
import type { Concern } from '#src/core/reports/list-concerns.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import { namesShown } from './currency-shown.ts';

export function tellConcern(
  concern: Concern,
  { language, fallback }: { language: Language; fallback: Language },
): Told {
  const at = concern.at.toISOString();
  switch (concern.kind) {
    case 'budgetLow':
    case 'budgetSpent':
    case 'webhookStopped':
    case 'webhookFailing':
    case 'webhookDead':
    case 'offerLow':
    case 'offerGone':
    case 'offerSpent':
    case 'capNear':
    case 'campaignWaits':
    case 'campaignPaused':
      return { ...concern, at };
    case 'rewardLow':
    case 'rewardGone':
    case 'ordersWait': {
      const { rewardNames, ...rest } = concern;
      return { ...rest, at, rewardName: textIn(rewardNames, language, fallback) };
    }
    case 'adjustmentWaits': {
      const { memberName, currencyNames, amount, ...rest } = concern;
      return {
        ...rest,
        at,
        shownName: shortName(memberName),
        amount: Number(amount),
        names: namesShown({ names: currencyNames }),
      };
    }
    case 'returnFailed':
      return { ...concern, at, why: returnFailure.catch('fault').parse(concern.why) };
    default: {
      const { memberName, ...rest } = concern;
      return { ...rest, at, shownName: shortName(memberName) };
    }
  }
}
