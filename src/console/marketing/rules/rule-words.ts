// What the builder offers, as the server tells it: fields with their operators, and the names behind the keys of
// stores, tiers, categories and currencies.
import { useQuery } from '@tanstack/react-query';
import { createContext, use, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Builder } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES, shownLanguage } from '../../i18n.ts';
import { useTierName } from '../../parts/tier-name.ts';

export type FieldTold = Builder['fields'][number];
export type TemplateTold = Builder['templates'][number];
export interface Choice {
  value: string;
  label: string;
}

export interface RuleWords {
  builder: Builder;
  fields: Builder['fields'];
  currencies: { currency: string; name: string }[];
  /** What a field of choices can be; suggestions for a field of text. */
  choicesOf: (field: string) => Choice[];
  /** `120 points`, `3 stamps`, in the reader's language. */
  amountOf: (currency: string, amount: number) => string;
}

export const RuleWordsContext = createContext<RuleWords | null>(null);

/** The builder's words. Only below RuleWordsContext. */
export function useRuleWords(): RuleWords {
  const words = use(RuleWordsContext);
  if (!words) throw new Error('useRuleWords is used outside RuleWordsContext.');
  return words;
}

export const builderQuery = { ...reading(ruleRoutes.readBuilder, {}), staleTime: 60_000 };

export function useBuilder() {
  return useQuery(builderQuery);
}

/** The words made from what the server told. */
export function useWordsOf(builder: Builder | undefined): RuleWords | null {
  const { t } = useTranslation();
  const tierName = useTierName();
  const language = shownLanguage();
  return useMemo(() => {
    if (!builder) return null;
    const { currencies, stores, tiers, categories, brands } = builder;
    const plural = new Intl.PluralRules(language);
    const number = new Intl.NumberFormat(language === 'en' ? 'en-GB' : `${language}-UA`);
    const formsOf = (currency: string) =>
      currencies.find((one) => one.currency === currency)?.names[language];
    const choices: Record<string, () => Choice[]> = {
      'member.tier': () => tiers.map(({ tierKey }) => ({ value: tierKey, label: tierName(tierKey) })),
      'member.language': () => LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
      'receipt.store': () => stores.map(({ storeId, name }) => ({ value: storeId, label: name })),
      'receipt.till': () =>
        stores.flatMap(({ name: store, tills }) =>
          tills.map(({ tillId, name }) => ({ value: tillId, label: `${store}, ${name}` })),
        ),
      'line.category': () =>
        categories
          .filter(({ excluded }) => !excluded)
          .map(({ category }) => ({ value: category, label: category })),
      'line.brand': () => brands.map((brand) => ({ value: brand, label: brand })),
    };
    return {
      builder,
      fields: builder.fields,
      currencies: currencies.map(({ currency }) => {
        const forms = formsOf(currency);
        const name = forms?.few ?? forms?.many ?? forms?.other;
        return { currency, name: name ?? (currency === 'points' ? t('rules.pointsName') : currency) };
      }),
      choicesOf: (field) => choices[field]?.() ?? [],
      amountOf: (currency, amount) => {
        const forms = formsOf(currency);
        if (!forms || Object.keys(forms).length === 0) return t('points.count', { count: amount });
        const word = forms[plural.select(Math.abs(amount))] ?? forms.other ?? currency;
        return `${number.format(amount)} ${word}`;
      },
    };
  }, [builder, language, t, tierName]);
}
