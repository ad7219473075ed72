import { Button, Group, Switch, Text, TextInput } from '@mantine/core';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { BoundsDates } from './bounds-dates.tsx';
import css from './builder.module.css';
import { Disclosure } from './disclosure.tsx';
import { HoursField } from './hours-field.tsx';
import { NumberField } from './number-field.tsx';
import { hasNoHours } from './prune-form.ts';
import { NO_BOUNDS, type RuleBounds } from './rule-form.ts';
import { TriggerContext } from './trigger-field.tsx';

/** What keeps a rule within bounds: money first, then how often, when, and how it stands among other rules. */
export function BoundsSection({
  value,
  withBudget,
  onChange,
}: {
  value: RuleBounds;
  /** Whether the rule gives anything that a budget pays for. */
  withBudget: boolean;
  onChange: (value: RuleBounds) => void;
}) {
  const { t } = useTranslation();
  const on = use(TriggerContext);
  const { limits, caps } = value;
  const hasTimes = value.hours.some(({ from, until }) => from !== until);
  const set = (part: Partial<RuleBounds>) => onChange({ ...value, ...part });
  const some = (count: number) => (count === 0 ? t('rules.bounds.none') : t('rules.bounds.set', { count }));
  const money = [withBudget ? value.budget : null, caps.receipt, caps.memberDay, caps.member].filter(
    (one) => one !== null,
  ).length;
  const often = [limits.perMember, limits.perMemberDay, value.cooldownHours].filter(
    (one) => one !== null,
  ).length;
  const when = (value.validFrom ? 1 : 0) + (value.validUntil ? 1 : 0) + value.hours.length;
  const among =
    (value.priority === NO_BOUNDS.priority ? 0 : 1) +
    (value.group === null ? 0 : 1) +
    (value.exclusive ? 1 : 0);
  return (
    <>
      <Disclosure title={t('rules.bounds.points')} note={some(money)}>
        <div className={css.fields} data-hints>
          {withBudget && (
            <NumberField
              label={t('rules.bounds.budget')}
              description={t('rules.bounds.budgetHint')}
              value={value.budget}
              min={1}
              onChange={(budget) => set({ budget })}
            />
          )}
          {(['receipt', 'memberDay', 'member'] as const).map((name) => (
            <NumberField
              key={name}
              label={t(`rules.bounds.cap.${name}`)}
              description={t('rules.bounds.capHint')}
              value={caps[name]}
              min={1}
              onChange={(cap) => set({ caps: { ...caps, [name]: cap } })}
            />
          ))}
        </div>
      </Disclosure>
      <Disclosure title={t('rules.bounds.often')} note={some(often)}>
        <div className={css.fields}>
          {(['perMember', 'perMemberDay'] as const).map((name) => (
            <NumberField
              key={name}
              label={t(`rules.bounds.limit.${name}`)}
              value={limits[name]}
              min={1}
              onChange={(limit) => set({ limits: { ...limits, [name]: limit } })}
            />
          ))}
          <NumberField
            label={t('rules.bounds.cooldown')}
            value={value.cooldownHours}
            min={1}
            onChange={(cooldownHours) => set({ cooldownHours })}
          />
        </div>
      </Disclosure>
      <Disclosure title={t('rules.bounds.when')} note={some(when)}>
        <BoundsDates from={value.validFrom} until={value.validUntil} onChange={set} />
        {!hasNoHours(on) && <HoursField value={value.hours} onChange={(hours) => set({ hours })} />}
        {on === 'daily' && !hasTimes && (
          <HoursField daysOnly value={value.hours} onChange={(hours) => set({ hours })} />
        )}
        {hasNoHours(on) && value.hours.length > 0 && (on !== 'daily' || hasTimes) && (
          <Group gap="sm">
            <Text size="sm" c="var(--spent)" flex="1 1 220px">
              {t('rules.hours.onceADay')}
            </Text>
            <Button size="compact-sm" variant="light" onClick={() => set({ hours: [] })}>
              {t('rules.hours.remove')}
            </Button>
          </Group>
        )}
      </Disclosure>
      <Disclosure title={t('rules.bounds.among')} note={some(among)}>
        <div className={css.fields} data-hints>
          <NumberField
            label={t('rules.bounds.priority')}
            description={t('rules.bounds.priorityHint')}
            value={value.priority}
            min={-1000}
            max={1000}
            onChange={(priority) => set({ priority: priority ?? NO_BOUNDS.priority })}
          />
          <TextInput
            label={t('rules.bounds.group')}
            description={t('rules.bounds.groupHint')}
            value={value.group ?? ''}
            maxLength={40}
            onChange={(event) => set({ group: event.currentTarget.value || null })}
          />
        </div>
        <Switch
          label={t('rules.bounds.exclusive')}
          description={t('rules.bounds.exclusiveHint')}
          checked={value.exclusive}
          onChange={(event) => set({ exclusive: event.currentTarget.checked })}
        />
      </Disclosure>
    </>
  );
}
