import { Alert, Text, UnstyledButton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckedQuest, QuestShown } from '#src/contract/quests.ts';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { NumberField } from '../rules/number-field.tsx';
import type { QuestDraft } from './quest-draft.ts';
import css from './quest-editor.module.css';
import { tabOf } from './tabs.ts';
import { usePlaceOf } from './use-place-of.ts';

const SHOWN = 8;
const FIRST_PLAYERS = 1_000;

/** The check-list of the launch: what is missing, and what it may cost at most. What runs is told of mistakes alone. */
export function CheckCard({
  draft,
  checked,
  quest,
  onOpen,
}: {
  draft: QuestDraft;
  checked: CheckedQuest | undefined;
  quest: QuestShown | null;
  onOpen: (tab: string) => void;
}) {
  const { t } = useTranslation();
  const placeOf = usePlaceOf(draft);
  if (!checked) return null;
  const { problems } = checked;
  const isLaunched = quest !== null && quest.status !== 'draft';
  return (
    <>
      {!(isLaunched && problems.length === 0) && (
        <Sheet title={t(isLaunched ? 'quests.check.toMend' : 'quests.check.title')}>
          {problems.length === 0 ? (
            <Alert color="green" variant="light" p="xs" icon={<IconCircleCheck aria-hidden />}>
              {t('quests.check.ready')}
            </Alert>
          ) : (
            <>
              <Text size="sm" mb={4}>
                {t('quests.check.missing', { count: problems.length })}
              </Text>
              {problems.slice(0, SHOWN).map(({ field, message }) => (
                <UnstyledButton key={field} className={css.problem} onClick={() => onOpen(tabOf(field))}>
                  <Text size="sm" fw={600}>
                    {placeOf(field)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {message}
                  </Text>
                </UnstyledButton>
              ))}
              {problems.length > SHOWN && (
                <Text size="sm" c="dimmed" px={8}>
                  {t('quests.check.more', { count: problems.length - SHOWN })}
                </Text>
              )}
            </>
          )}
        </Sheet>
      )}
      <Cost cost={checked.cost} budget={draft.budget} spent={quest?.spent ?? 0} />
    </>
  );
}

function Cost({ cost, budget, spent }: { cost: CheckedQuest['cost']; budget: number | null; spent: number }) {
  const { t } = useTranslation();
  const format = useFormats();
  const [players, setPlayers] = useState<number | null>(FIRST_PLAYERS);
  const most = (players ?? 0) * (cost.perPlayer + cost.everyone) + cost.fixed;
  const pieces = (count: number | null) => (count === null ? t('quests.cost.open') : format.number(count));
  return (
    <Sheet title={t('quests.cost.title')}>
      <NumberField
        label={t('quests.cost.players')}
        value={players}
        onChange={setPlayers}
        size="xs"
        max={10_000_000}
      />
      <dl className={css.figures}>
        <dt>{t('quests.cost.perPlayer')}</dt>
        <dd>{format.number(cost.perPlayer)}</dd>
        {cost.everyone > 0 && (
          <>
            <dt>{t('quests.cost.everyone')}</dt>
            <dd>{format.number(cost.everyone)}</dd>
          </>
        )}
        <dt>{t('quests.cost.fixed')}</dt>
        <dd>{format.number(cost.fixed)}</dd>
        <dt>{t('quests.cost.most')}</dt>
        <dd>{format.number(budget === null ? most : Math.min(most, budget))}</dd>
        {cost.coupons !== 0 && (
          <>
            <dt>{t('quests.cost.coupons')}</dt>
            <dd>{pieces(cost.coupons)}</dd>
          </>
        )}
        {cost.gifts !== 0 && (
          <>
            <dt>{t('quests.cost.gifts')}</dt>
            <dd>{pieces(cost.gifts)}</dd>
          </>
        )}
        {spent > 0 && (
          <>
            <dt>{t('quests.cost.spent')}</dt>
            <dd>{format.number(spent)}</dd>
          </>
        )}
      </dl>
      <Text size="sm" c={budget === null || budget < most ? 'orange' : 'dimmed'}>
        {budget === null
          ? t('quests.cost.noBudget')
          : t(budget < most ? 'quests.cost.budgetShort' : 'quests.cost.budgetEnough', {
              budget: format.number(budget),
            })}
      </Text>
    </Sheet>
  );
}
