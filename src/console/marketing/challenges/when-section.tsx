import { NumberInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import css from '../editor.module.css';
import type { FormProps } from './challenge-editor.tsx';

const EVERY = ['never', 'week', 'month', 'days'] as const;

/** From when until when, and whether it begins anew. */
export function WhenSection({ form, setForm, fixed }: FormProps) {
  const { t } = useTranslation();
  const recurs = form.every !== 'never';
  return (
    <Sheet title={t('challenges.part.when')}>
      <div className={css.stack}>
        <div className={css.pair}>
          <TextInput
            type="date"
            label={t('challenges.firstDay')}
            value={form.firstDay}
            disabled={fixed}
            onChange={(event) => setForm({ ...form, firstDay: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('challenges.lastDay')}
            description={recurs ? t('challenges.lastDayHint') : undefined}
            value={form.lastDay}
            min={form.firstDay || undefined}
            onChange={(event) => setForm({ ...form, lastDay: event.currentTarget.value })}
          />
        </div>
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t('challenges.recurs')}
          </Text>
          <SegmentedControl
            aria-label={t('challenges.recurs')}
            data={EVERY.map((value) => ({ value, label: t(`challenges.every.${value}`) }))}
            value={form.every}
            disabled={fixed}
            onChange={(every) =>
              setForm({ ...form, every: EVERY.find((each) => each === every) ?? 'never', days: '' })
            }
          />
        </div>
        {recurs && (
          <div className={css.pair}>
            {form.every === 'days' && (
              <NumberInput
                label={t('challenges.everyDays')}
                value={form.days}
                min={1}
                max={366}
                allowDecimal={false}
                allowNegative={false}
                disabled={fixed}
                onChange={(value) => setForm({ ...form, days: typeof value === 'number' ? value : '' })}
              />
            )}
            <NumberInput
              label={t('challenges.times')}
              placeholder={t('challenges.eachTime')}
              value={form.times}
              min={1}
              max={1_000}
              allowDecimal={false}
              allowNegative={false}
              disabled={fixed}
              onChange={(value) => setForm({ ...form, times: typeof value === 'number' ? value : '' })}
            />
          </div>
        )}
      </div>
    </Sheet>
  );
}
