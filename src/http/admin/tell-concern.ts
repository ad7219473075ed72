// A concern as the admin's screen reads it: members by their shown names, failures by the words that it has.
import { returnFailure, type Concern as Told } from '#src/contract/today.ts';
import { shortName } from '#src/core/members/person-name.ts';
import type { Concern } from '#src/core/reports/list-concerns.ts';

export function tellConcern(concern: Concern): Told {
  const at = concern.at.toISOString();
  switch (concern.kind) {
    case 'budgetLow':
    case 'budgetSpent':
    case 'webhookStopped':
      return { ...concern, at };
    case 'returnFailed':
      return { ...concern, at, why: returnFailure.catch('fault').parse(concern.why) };
    default: {
      const { memberName, ...rest } = concern;
      return { ...rest, at, shownName: shortName(memberName) };
    }
  }
}
