import { Switch, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RuleDefinition } from '#src/contract/rules.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { type BasketDraft, hasLines, questionOf } from './basket-draft.ts';
import { BasketLines } from './basket-lines.tsx';
import { BasketMember } from './basket-member.tsx';
import { BasketOutcome } from './basket-outcome.tsx';
import { BasketWhen } from './basket-when.tsx';
import { useRuleWords } from './rule-words.ts';
import css from './test-basket.module.css';
import { telling } from './told-in-language.ts';

const ASK_AFTER_MS = 350;

/** A receipt that never was: what the rule as it stands on the screen would give for it, and why. */
export function TestBasket({
  definition,
  ruleId,
  name,
  basket,
  onChange,
}: {
  definition: RuleDefinition | null;
  ruleId: string | null;
  name: string;
  basket: BasketDraft;
  onChange: (basket: BasketDraft) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const { shop } = me;
  const { builder } = useRuleWords();
  const storeId = builder.stores[0]?.storeId;
  const question =
    definition && questionOf(basket, { definition, ruleId, name }, { timeZone: shop.timeZone, storeId });
  const text = JSON.stringify(question);
  const [asked] = useDebouncedValue(text, ASK_AFTER_MS);
  const body: typeof question = JSON.parse(asked);
  const tried = useQuery({
    ...telling(me, ruleRoutes.tryRule, { body: body ?? { storeId: storeId ?? '' } }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });
  const on = definition?.trigger.on ?? 'receipt';
  const withLines = hasLines(on);
  return (
    <div className={css.parts}>
      <Sheet title={t('rules.test.who', { context: on })}>
        <div className={css.parts}>
          <BasketMember basket={basket} onChange={onChange} found={tried.data?.member ?? null} />
          <BasketWhen basket={basket} onChange={onChange} />
        </div>
      </Sheet>
      {withLines && (
        <Sheet title={t('rules.test.lines', { context: on })}>
          <BasketLines lines={basket.lines} onChange={(lines) => onChange({ ...basket, lines })} />
        </Sheet>
      )}
      <Sheet
        title={t('rules.test.outcome')}
        actions={
          <Switch
            label={t('rules.test.withLive')}
            checked={basket.withLive}
            onChange={(event) => onChange({ ...basket, withLive: event.currentTarget.checked })}
          />
        }
      >
        {definition === null && <Text c="dimmed">{t('rules.test.noRule')}</Text>}
        {definition !== null && question === null && (
          <Text c="dimmed">{t('rules.test.empty', { context: on })}</Text>
        )}
        {question !== null && <FailureNote failure={tried.error} onRetry={() => void tried.refetch()} />}
        {question !== null && tried.data && !tried.isError && (
          <BasketOutcome tried={tried.data} lines={basket.lines} isFresh={!tried.isPlaceholderData} />
        )}
      </Sheet>
    </div>
  );
}
