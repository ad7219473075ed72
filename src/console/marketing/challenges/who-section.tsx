import { Checkbox, NumberInput, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import css from '../editor.module.css';
import { AudienceCount } from '../segments/audience-count.tsx';
import { AudienceField } from '../segments/audience-field.tsx';
import type { FormProps } from './challenge-editor.tsx';

/** Who is chosen, how many of them are only compared with, and whether they are asked. */
export function WhoSection({ form, setForm, fixed }: FormProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('challenges.part.who')}>
      <div className={css.stack}>
        {fixed ? (
          <AudienceCount where={form.audience} />
        ) : (
          <AudienceField
            label={t('challenges.audience')}
            value={form.audience ?? null}
            onChange={(audience) => setForm({ ...form, audience })}
          />
        )}
        <Checkbox
          label={t('challenges.daily')}
          description={t('challenges.dailyHint')}
          checked={form.chooses === 'daily'}
          disabled={fixed}
          onChange={(event) => setForm({ ...form, chooses: event.currentTarget.checked ? 'daily' : 'once' })}
        />
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t('challenges.joins')}
          </Text>
          <SegmentedControl
            aria-label={t('challenges.joins')}
            data={[
              { value: 'asked', label: t('challenges.joinsAsked') },
              { value: 'all', label: t('challenges.joinsAll') },
            ]}
            value={form.joins}
            disabled={fixed}
            onChange={(joins) => setForm({ ...form, joins: joins === 'all' ? 'all' : 'asked' })}
          />
          <Text size="sm" c="dimmed" mt={6}>
            {t(form.joins === 'asked' ? 'challenges.joinsAskedHint' : 'challenges.joinsAllHint')}
          </Text>
        </div>
        {form.joins === 'asked' && (
          <>
            <Checkbox
              label={t('challenges.countsBefore')}
              checked={form.countsBefore}
              disabled={fixed}
              onChange={(event) => setForm({ ...form, countsBefore: event.currentTarget.checked })}
            />
            <TextInput
              type="date"
              label={t('challenges.acceptDay')}
              description={t('challenges.acceptDayHint')}
              value={form.acceptDay}
              min={form.firstDay || undefined}
              max={form.lastDay || undefined}
              maw={320}
              onChange={(event) => setForm({ ...form, acceptDay: event.currentTarget.value })}
            />
          </>
        )}
        <NumberInput
          label={t('challenges.control')}
          description={t('challenges.controlHint')}
          value={form.controlPercent}
          min={0}
          max={50}
          suffix=" %"
          allowDecimal={false}
          allowNegative={false}
          disabled={fixed}
          maw={420}
          onChange={(value) => setForm({ ...form, controlPercent: Math.min(50, Number(value) || 0) })}
        />
      </div>
    </Sheet>
  );
}
