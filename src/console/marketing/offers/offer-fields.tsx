import { Button, MultiSelect, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import { BoundsDates } from '../rules/bounds-dates.tsx';
import css from '../rules/builder.module.css';
import { scopesOf } from '../rules/condition-choices.ts';
import { ConditionGroup } from '../rules/condition-group.tsx';
import { EffectCard } from '../rules/effect-card.tsx';
import { newEffect } from '../rules/effect-node.ts';
import { HoursField } from '../rules/hours-field.tsx';
import { NumberField } from '../rules/number-field.tsx';
import { useRuleWords } from '../rules/rule-words.ts';
import { TriggerContext } from '../rules/trigger-field.tsx';
import { ALONE, type OfferForm } from './offer-form.ts';

const REACHES = ['public', 'personal', 'code'] as const;
const OF_MEMBERS = ['member'] as const;

interface Part {
  form: OfferForm;
  set: (part: Partial<OfferForm>) => void;
}

/** Who comes to it, what it gives, where, when and how many. */
export function OfferFields(part: Part) {
  return (
    <TriggerContext value="receipt">
      <WhoFields {...part} />
      <GivesFields {...part} />
      <WhereFields {...part} />
      <HowManyFields {...part} />
    </TriggerContext>
  );
}

function WhoFields({ form, set }: Part) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('offers.form.who')}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('offers.form.who')}
          data={REACHES.map((value) => ({ value, label: t(`offers.reach.${value}`) }))}
          value={form.reach}
          onChange={(next) => {
            const reach = REACHES.find((one) => one === next);
            if (reach) set({ reach });
          }}
          w="max-content"
          maw="100%"
        />
        <Text size="sm" c="dimmed">
          {t(`offers.reachHint.${form.reach}`)}
        </Text>
        {form.reach === 'public' && (
          <>
            <Text fw={600}>{t('offers.form.audience')}</Text>
            <ConditionGroup
              node={form.audience}
              scopes={OF_MEMBERS}
              onChange={(audience) => set({ audience })}
              label={t('offers.form.audience')}
            />
          </>
        )}
        {form.reach === 'personal' && (
          <Switch
            label={t('offers.form.mustTake')}
            checked={form.mustTake}
            onChange={(event) => set({ mustTake: event.currentTarget.checked })}
          />
        )}
      </Stack>
    </Sheet>
  );
}

function GivesFields({ form, set }: Part) {
  const { t } = useTranslation();
  const { currencies } = useRuleWords();
  const { effects, elsewhere } = form;
  return (
    <Sheet title={t('offers.form.gives')}>
      <div className={css.step}>
        {form.reach !== 'code' && (
          <Switch
            label={t('offers.form.elsewhere')}
            description={t('offers.form.elsewhereHint')}
            checked={elsewhere}
            onChange={(event) => set({ elsewhere: event.currentTarget.checked })}
          />
        )}
        {!elsewhere && (
          <>
            {effects.map((node) => (
              <EffectCard
                key={node.id}
                node={node}
                withLines
                onChange={(next) => set({ effects: effects.map((one) => (one.id === next.id ? next : one)) })}
                {...(effects.length > 1 && {
                  onRemove: () => set({ effects: effects.filter(({ id }) => id !== node.id) }),
                })}
              />
            ))}
            <Button
              w="max-content"
              size="compact-sm"
              variant="light"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() =>
                set({ effects: [...effects, newEffect('fixed', currencies[0]?.currency ?? 'points')] })
              }
            >
              {t('rules.effect.add')}
            </Button>
            <Text fw={600}>{t('offers.form.when')}</Text>
            <ConditionGroup
              node={form.when}
              scopes={scopesOf({ on: 'receipt' })}
              onChange={(when) => set({ when })}
              label={t('offers.form.when')}
            />
            <Switch
              label={t('offers.form.alone')}
              description={t('offers.form.aloneHint')}
              checked={form.bounds.group === ALONE}
              onChange={(event) =>
                set({ bounds: { ...form.bounds, group: event.currentTarget.checked ? ALONE : null } })
              }
            />
          </>
        )}
      </div>
    </Sheet>
  );
}

function WhereFields({ form, set }: Part) {
  const { t } = useTranslation();
  const { choicesOf } = useRuleWords();
  const { bounds } = form;
  return (
    <Sheet title={t('offers.form.where')}>
      <Stack gap="md">
        <MultiSelect
          label={t('offers.form.stores')}
          placeholder={form.stores.length === 0 ? t('offers.form.everywhere') : ''}
          data={choicesOf('receipt.store')}
          value={form.stores}
          onChange={(stores) => set({ stores })}
          clearable
          searchable
        />
        {!form.elsewhere && (
          <>
            <BoundsDates
              from={bounds.validFrom}
              until={bounds.validUntil}
              onChange={(dates) => set({ bounds: { ...bounds, ...dates } })}
            />
            <HoursField value={bounds.hours} onChange={(hours) => set({ bounds: { ...bounds, hours } })} />
          </>
        )}
      </Stack>
    </Sheet>
  );
}

function HowManyFields({ form, set }: Part) {
  const { t } = useTranslation();
  const field = (
    name: 'stock' | 'lifeDays' | 'reviveDays' | 'budgetMinor',
    unit: 'whole' | 'money' = 'whole',
  ) => (
    <NumberField
      key={name}
      unit={unit}
      label={t(`offers.form.${name}`)}
      description={t(`offers.form.${name}Hint`)}
      value={form[name]}
      min={1}
      onChange={(value) => set({ [name]: value })}
    />
  );
  return (
    <Sheet title={t('offers.form.howMany')}>
      <div className={css.fields}>
        {field('stock')}
        <NumberField
          label={t('offers.form.perMember')}
          description={t('offers.form.perMemberHint')}
          value={form.perMember}
          min={1}
          onChange={(value) => set({ perMember: value ?? 1 })}
        />
        {field('lifeDays')}
        {field('reviveDays')}
        {field('budgetMinor', 'money')}
        {!form.elsewhere && (
          <Switch
            label={t('offers.form.pool')}
            description={t('offers.form.poolHint')}
            checked={form.codes === 'pool'}
            onChange={(event) => set({ codes: event.currentTarget.checked ? 'pool' : 'made' })}
          />
        )}
      </div>
    </Sheet>
  );
}
