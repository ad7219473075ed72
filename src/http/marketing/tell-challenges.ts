// Challenges as the console shows them, with sentences and names in the reader's language.
import type { ChallengeShown } from '#src/contract/challenges.ts';
import type { ListedChallenge } from '#src/core/challenges/list-challenges.ts';
import { withPrizeNames } from '#src/core/challenges/list-told-challenges.ts';
import { prizeWords } from '#src/core/prizes/prize-words.ts';
import { tellCondition, tellLineCondition } from '#src/core/rules/tell-condition.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import type { Language } from '#src/lib/language.ts';
import { textIn } from '#src/lib/texts.ts';
import type { RuleDeps } from './rule-routes.ts';
import { shopTeller } from './tell-rule.ts';

export async function tellChallenges(
  { database: { db }, known, stores }: RuleDeps,
  all: readonly ListedChallenge[],
  language: Language,
): Promise<ChallengeShown[]> {
  const teller = shopTeller(language, { known: await known(), stores: await stores.list() });
  const staff = await readStaffNames(
    db,
    all.map(({ createdBy }) => createdBy),
  );
  const told = await withPrizeNames(db, all);
  return all.map((each, place) => {
    const { terms, stages, startsAt, endsAt, launchedAt, createdAt, budget, spent } = each;
    const what = [
      ...(terms.receipt ? [tellCondition(terms.receipt, teller)] : []),
      ...(terms.line ? [tellLineCondition(terms.line, teller)] : []),
    ];
    return {
      ...terms,
      challengeId: each.challengeId,
      name: each.name,
      status: each.status,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt?.toISOString() ?? null,
      budget: budget === null ? null : Number(budget),
      spent: Number(spent),
      stages: stages.map((stage) => ({
        ...stage,
        prizeName: prizeWords(
          stage.prize,
          textIn(told[place]?.prizeNames.get(stage.stageNo) ?? {}, language),
          language,
        ),
      })),
      sentence: what.join(' · '),
      createdBy: staff.get(each.createdBy) ?? each.createdBy,
      createdAt: createdAt.toISOString(),
      launchedAt: launchedAt?.toISOString() ?? null,
      version: each.version,
      numbers: each.numbers,
    };
  });
}
