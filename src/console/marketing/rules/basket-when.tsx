import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BasketDraft } from './basket-draft.ts';
import css from './builder.module.css';
import { useRuleWords } from './rule-words.ts';

/** Where and when it is bought. */
export function BasketWhen({
  basket,
  onChange,
}: {
  basket: BasketDraft;
  onChange: (basket: BasketDraft) => void;
}) {
  const { t } = useTranslation();
  const { choicesOf } = useRuleWords();
  const stores = choicesOf('receipt.store');
  return (
    <div className={css.params}>
      <Select
        label={t('rules.asked.receipt.store')}
        data={stores}
        value={basket.storeId ?? stores[0]?.value ?? null}
        onChange={(storeId) => onChange({ ...basket, storeId })}
        allowDeselect={false}
        searchable
      />
      <TextInput
        label={t('rules.test.when')}
        description={t('rules.test.whenHint')}
        type="datetime-local"
        value={basket.wallClock}
        onChange={(event) => onChange({ ...basket, wallClock: event.currentTarget.value })}
      />
    </div>
  );
}
