import { ActionIcon, Button, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TITLE_MOST } from '#src/contract/challenges.ts';
import { rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { symbolOf } from '../../parts/formats.ts';
import { numbered } from '../../parts/numbered.ts';
import { Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import css from '../editor.module.css';
import { useRewardName } from '../rewards/reward-words.ts';
import { TextInLanguages } from '../rules/text-in-languages.tsx';
import { segmentBuilderQuery } from '../segments/use-segment-words.ts';
import type { FormProps } from './challenge-editor.tsx';
import { EMPTY_STAGE, type StageForm } from './challenge-form.ts';
import own from './challenges.module.css';

const MOST_STAGES = 5;
const KINDS = ['points', 'coupon', 'gift', 'badge'] as const;

/** How far one has to come, and what there is for it. */
export function StagesSection({ form, setForm, fixed }: FormProps) {
  const { t } = useTranslation();
  const change = (place: number, stage: StageForm) =>
    setForm({ ...form, stages: form.stages.map((each, i) => (i === place ? stage : each)) });
  return (
    <Sheet title={t('challenges.part.stages')}>
      <div className={css.stack}>
        {numbered(form.stages).map(({ key, at: place, item: stage }) => (
          <section key={key} className={own.stage} aria-label={t('challenges.stage', { number: place + 1 })}>
            {form.stages.length > 1 && (
              <div className={own.stageHead}>
                <Text fw={650}>{t('challenges.stage', { number: place + 1 })}</Text>
                {!fixed && (
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={t('challenges.removeStage', { number: place + 1 })}
                    onClick={() => setForm({ ...form, stages: form.stages.filter((_, i) => i !== place) })}
                  >
                    <IconTrash size={18} aria-hidden />
                  </ActionIcon>
                )}
              </div>
            )}
            <StageFields
              stage={stage}
              goal={form.goal}
              fixed={fixed}
              onChange={(next) => change(place, next)}
            />
          </section>
        ))}
        {!fixed && form.stages.length < MOST_STAGES && (
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => setForm({ ...form, stages: [...form.stages, EMPTY_STAGE] })}
          >
            {t('challenges.addStage')}
          </Button>
        )}
        <NumberInput
          label={t('challenges.budget')}
          description={t('challenges.budgetHint')}
          placeholder={t('challenges.endless')}
          value={form.budget}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=" "
          maw={320}
          onChange={(value) => setForm({ ...form, budget: numberOf(value) })}
        />
        <NumberInput
          label={t('challenges.delay')}
          description={t('challenges.delayHint')}
          value={form.delayDays}
          min={0}
          max={90}
          allowDecimal={false}
          allowNegative={false}
          disabled={fixed}
          maw={320}
          onChange={(value) => setForm({ ...form, delayDays: numberOf(value) })}
        />
      </div>
    </Sheet>
  );
}

interface Fields {
  stage: StageForm;
  goal: FormProps['form']['goal'];
  fixed: boolean;
  onChange: (stage: StageForm) => void;
}

function StageFields({ stage, goal, fixed, onChange }: Fields) {
  const { t } = useTranslation();
  const { moneyCurrency } = useMe().shop;
  const whole = { allowNegative: false, min: 1, thousandSeparator: ' ' } as const;
  return (
    <div className={css.stack}>
      <div className={css.pair}>
        <NumberInput
          label={t(`challenges.threshold.${goal.replace('.', '_')}`)}
          value={stage.threshold}
          {...whole}
          allowDecimal={goal === 'sum'}
          suffix={goal === 'sum' ? ` ${symbolOf(moneyCurrency)}` : ''}
          disabled={fixed}
          onChange={(value) => onChange({ ...stage, threshold: numberOf(value) })}
        />
        <Select
          label={t('challenges.prize')}
          data={KINDS.map((value) => ({ value, label: t(`challenges.prizes.${value}`) }))}
          value={stage.kind}
          allowDeselect={false}
          disabled={fixed}
          onChange={(kind) => onChange({ ...stage, kind: KINDS.find((each) => each === kind) ?? 'points' })}
        />
        <NumberInput
          label={t('challenges.stock')}
          placeholder={t('challenges.endless')}
          value={stage.stock}
          {...whole}
          allowDecimal={false}
          onChange={(value) => onChange({ ...stage, stock: numberOf(value) })}
        />
      </div>
      <PrizeFields stage={stage} fixed={fixed} onChange={onChange} />
    </div>
  );
}

function PrizeFields({ stage, fixed, onChange }: Omit<Fields, 'goal'>) {
  const { t } = useTranslation();
  const { data: builder } = useQuery(segmentBuilderQuery);
  const { data: catalogue } = useQuery(reading(rewardRoutes.listRewards, {}));
  const nameOf = useRewardName(catalogue?.fallback ?? 'uk');
  switch (stage.kind) {
    case 'points':
      return (
        <NumberInput
          label={t('challenges.points')}
          value={stage.points}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=" "
          disabled={fixed}
          onChange={(value) => onChange({ ...stage, points: numberOf(value) })}
        />
      );
    case 'coupon':
      return (
        <Select
          label={t('challenges.offer')}
          description={t('challenges.offerHint')}
          data={(builder?.offers ?? []).map(({ offerId, name }) => ({ value: offerId, label: name }))}
          value={stage.offerId}
          searchable
          disabled={fixed}
          nothingFoundMessage={t('rules.nothingFound')}
          onChange={(offerId) => onChange({ ...stage, offerId })}
        />
      );
    case 'gift':
      return (
        <Select
          label={t('challenges.reward')}
          data={(catalogue?.rewards ?? []).map(({ rewardId, names }) => ({
            value: rewardId,
            label: nameOf(names),
          }))}
          value={stage.rewardId}
          searchable
          disabled={fixed}
          nothingFoundMessage={t('rules.nothingFound')}
          onChange={(rewardId) => onChange({ ...stage, rewardId })}
        />
      );
    case 'badge':
      return (
        <>
          <TextInput
            label={t('challenges.sign')}
            value={stage.sign}
            maxLength={16}
            maw={160}
            disabled={fixed}
            onChange={(event) => onChange({ ...stage, sign: event.currentTarget.value })}
          />
          <TextInLanguages
            label={t('challenges.badge')}
            value={stage.titles}
            most={TITLE_MOST}
            onChange={(titles) => onChange({ ...stage, titles })}
          />
        </>
      );
  }
}

function numberOf(value: string | number): number | '' {
  return typeof value === 'number' ? value : '';
}
