import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Tried } from '#src/contract/rule-basket.ts';
import { useTierName } from '../../parts/tier-name.ts';
import type { BasketDraft } from './basket-draft.ts';
import css from './builder.module.css';
import { NumberField } from './number-field.tsx';
import { useRuleWords } from './rule-words.ts';

/** Who buys: a real member by card or phone, or somebody imagined. */
export function BasketMember({
  basket,
  onChange,
  found,
}: {
  basket: BasketDraft;
  onChange: (basket: BasketDraft) => void;
  found: Tried['member'];
}) {
  const { t } = useTranslation();
  const tierName = useTierName();
  const { builder, choicesOf, currencies } = useRuleWords();
  const stickers = builder.currencies.filter(({ kind }) => kind === 'stickers');
  const set = (part: Partial<BasketDraft>) => onChange({ ...basket, ...part });
  return (
    <>
      <SegmentedControl
        aria-label={t('rules.test.who')}
        data={(['imagined', 'card'] as const).map((value) => ({ value, label: t(`rules.test.by.${value}`) }))}
        value={basket.who}
        onChange={(who) => set({ who: who === 'card' ? 'card' : 'imagined' })}
      />
      {basket.who === 'card' ? (
        <TextInput
          label={t('rules.test.code')}
          description={
            found ? t('rules.test.found', { name: found.name, tier: tierName(found.tierKey) }) : undefined
          }
          placeholder="29 0123 4567 896"
          value={basket.memberCode}
          inputMode="tel"
          autoComplete="off"
          onChange={(event) => set({ memberCode: event.currentTarget.value })}
        />
      ) : (
        <div className={css.params}>
          <Select
            label={t('rules.test.tier')}
            data={choicesOf('member.tier')}
            value={basket.tierKey ?? choicesOf('member.tier')[0]?.value ?? null}
            onChange={(tierKey) => set({ tierKey })}
            allowDeselect={false}
          />
          <NumberField
            label={t('rules.test.receipts')}
            value={basket.receipts}
            onChange={(receipts) => set({ receipts })}
          />
          <TextInput
            label={t('rules.test.birthday')}
            type="date"
            value={basket.birthday}
            onChange={(event) => set({ birthday: event.currentTarget.value })}
          />
          {stickers.map(({ currency }) => (
            <NumberField
              key={currency}
              label={t('rules.test.has', {
                what: currencies.find((one) => one.currency === currency)?.name ?? currency,
              })}
              value={basket.balances[currency] ?? 0}
              onChange={(amount) => set({ balances: { ...basket.balances, [currency]: amount ?? 0 } })}
            />
          ))}
        </div>
      )}
    </>
  );
}
