// Rules as the console shows them: rows and sentences in the reader's language.
import type { RuleRow, RuleTold } from '#src/contract/rule-shapes.ts';
import { isCalledTheSame } from '#src/core/rules/check-names.ts';
import { describeRule } from '#src/core/rules/describe-rule.ts';
import type { RuleListed } from '#src/core/rules/list-rules.ts';
import type { RuleRead } from '#src/core/rules/read-rule.ts';
import type { RuleDefinition } from '#src/core/rules/rule.ts';
import type { RuleTeller } from '#src/core/rules/rule-teller.ts';
import { ruleTeller } from '#src/core/rules/rule-words.ts';
import type { StoreWithTills } from '#src/core/stores/change-store.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import { tierName } from '#src/core/stores/tier-name.ts';
import type { Language } from '#src/lib/language.ts';

/** What tells rules in a language, with the names of the shop's stores, tills, tiers and currencies. */
export function shopTeller(
  language: Language,
  {
    known,
    stores,
    segments = [],
  }: {
    known: KnownProgramme;
    stores: readonly StoreWithTills[];
    segments?: readonly { segmentId: string; name: string }[];
  },
): RuleTeller {
  const { programme, tiers, currencies } = known;
  const tills = stores.flatMap((store) => store.tills.map((till) => [till.tillId, till.name] as const));
  return ruleTeller(language, {
    timeZone: programme.timeZone,
    names: {
      stores: Object.fromEntries(stores.map(({ storeId, name }) => [storeId, name])),
      tills: Object.fromEntries(tills),
      segments: Object.fromEntries(segments.map(({ segmentId, name }) => [segmentId, name])),
      tiers: Object.fromEntries(tiers.map(({ tierKey }) => [tierKey, tierName(language, tierKey)])),
      currencies: Object.fromEntries(
        currencies.flatMap(({ currency, names }) => {
          const forms = names[language] ?? names[programme.defaultLanguage];
          return forms ? [[currency, forms]] : [];
        }),
      ),
    },
  });
}

/** A whole rule as one run of sentences. */
export function tellSentence(definition: RuleDefinition, teller: RuleTeller): string {
  return describeRule(definition, teller).join(' ');
}

export function tellRow(row: RuleListed, teller: RuleTeller): RuleRow {
  const shown = row.status === 'draft' ? row.draft : (row.definition ?? row.draft);
  const { budget } = row;
  return {
    ruleId: row.ruleId,
    name: row.name,
    status: row.status,
    sentence: shown ? tellSentence(shown, teller) : '',
    on: shown?.trigger.on ?? 'receipt',
    priority: shown?.priority ?? 0,
    group: shown?.group ?? null,
    hasDraft:
      row.draft !== null ||
      (row.versionName !== null &&
        !isCalledTheSame({ name: row.versionName, names: row.versionNames ?? {} }, row)),
    version: row.version,
    liveFrom: row.liveFrom?.toISOString() ?? null,
    budget: budget && {
      ...budget,
      alertedAt: budget.alertedAt?.toISOString() ?? null,
      stoppedAt: budget.stoppedAt?.toISOString() ?? null,
    },
    changedAt: row.changedAt.toISOString(),
  };
}

/** `nameOf` gives the names of staff. */
export function tellRule(rule: RuleRead, teller: RuleTeller, nameOf: (actor: string) => string): RuleTold {
  return {
    ...tellRow(rule, teller),
    names: rule.names,
    draft: rule.draft,
    template: rule.template,
    draftSentence: rule.draft && tellSentence(rule.draft, teller),
    versions: rule.versions.map((version) => ({
      ...version,
      sentence: tellSentence(version.definition, teller),
      publishedBy: nameOf(version.publishedBy),
      liveFrom: version.liveFrom?.toISOString() ?? null,
      liveUntil: version.liveUntil?.toISOString() ?? null,
    })),
    audit: rule.audit.map((line) => ({ ...line, at: line.at.toISOString(), actor: nameOf(line.actor) })),
    createdBy: nameOf(rule.createdBy),
    createdAt: rule.createdAt?.toISOString() ?? null,
  };
}
