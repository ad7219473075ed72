import {
  Button,
  ColorInput,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Programme } from '#src/contract/admin.ts';
import { useWriting } from '../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../i18n.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Sheet } from '../parts/page.tsx';
import { sessionQuery } from '../session/session-query.ts';

type NumberField = 'welcomePoints' | 'pendingHours' | 'burnWaitHours';

/** Every setting of the programme in three sheets; what is saved counts from the next receipt on. */
export function ProgrammeForm({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [next, setNext] = useState(programme);
  const change = useWriting(adminRoutes.changeProgramme, { stale: [adminRoutes.readProgramme] });
  const set = (part: Partial<Programme>) => setNext({ ...next, ...part });
  const untouched = JSON.stringify(next) === JSON.stringify(programme);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { moneyCurrency: _fixed, ...body } = next;
    change.mutate({ body }, { onSuccess: (saved) => wear(cache, saved) });
  };
  const words = (field: 'shopName' | 'timeZone' | 'termsVersion' | 'termsUrl' | 'supportPhone') => (
    <TextInput
      label={t(`settings.${field}`)}
      value={next[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  const number = (field: NumberField) => (
    <NumberInput
      label={t(`settings.${field}`)}
      description={t(`settings.${field}Hint`)}
      value={next[field]}
      onChange={(value) => set({ [field]: Number(value) || 0 })}
      min={0}
      allowDecimal={false}
    />
  );
  return (
    <form onSubmit={submit}>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Sheet title={t('settings.shop')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {words('shopName')}
            <Select
              label={t('settings.defaultLanguage')}
              data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              value={next.defaultLanguage}
              onChange={(value) => set({ defaultLanguage: LANGUAGES.find((one) => one === value) ?? 'uk' })}
              allowDeselect={false}
            />
            {(['brandColour', 'accentColour'] as const).map((field) => (
              <ColorInput
                key={field}
                label={t(`settings.${field}`)}
                value={next[field]}
                onChange={(value) => set({ [field]: value })}
                format="hex"
                eyeDropperButtonProps={{ 'aria-label': t('settings.pick') }}
              />
            ))}
            {words('timeZone')}
            {words('supportPhone')}
            {words('termsVersion')}
            {words('termsUrl')}
          </SimpleGrid>
        </Sheet>
        <Sheet title={t('settings.points')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput
              label={t('settings.pointValueMinor')}
              description={t('settings.pointValueMinorHint', { currency: next.moneyCurrency })}
              value={next.pointValueMinor / 100}
              onChange={(value) => set({ pointValueMinor: Math.max(1, Math.round(Number(value) * 100)) })}
              min={0.01}
              decimalScale={2}
            />
            <NumberInput
              label={t('settings.maxBurnBp')}
              description={t('settings.maxBurnBpHint')}
              value={next.maxBurnBp / 100}
              onChange={(value) => set({ maxBurnBp: Math.round(Number(value) * 100) })}
              min={0}
              max={100}
              decimalScale={2}
              suffix=" %"
            />
            {number('welcomePoints')}
            {number('pendingHours')}
            {number('burnWaitHours')}
            <div>
              <NumberInput
                label={t('settings.pointsLifeMonths')}
                description={t('settings.pointsLifeMonthsHint')}
                value={next.pointsLifeMonths ?? ''}
                disabled={next.pointsLifeMonths === null}
                onChange={(value) => set({ pointsLifeMonths: Number(value) || 1 })}
                min={1}
                max={120}
                allowDecimal={false}
              />
              <Switch
                mt="xs"
                size="sm"
                label={t('settings.neverExpire')}
                checked={next.pointsLifeMonths === null}
                onChange={(event) => set({ pointsLifeMonths: event.currentTarget.checked ? null : 12 })}
              />
            </div>
          </SimpleGrid>
        </Sheet>
      </SimpleGrid>
      <Group mt="lg">
        <Button type="submit" size="md" disabled={untouched} loading={change.isPending}>
          {t('common.save')}
        </Button>
        {change.isSuccess && (
          <Group gap={6} role="status">
            <IconCheck size={18} aria-hidden />
            <Text size="sm">{t('common.saved')}</Text>
          </Group>
        )}
        <FailureNote failure={change.error} />
      </Group>
    </form>
  );
}

/** The shop around every screen is the saved one at once; the server may go on telling the old one for a few seconds. */
function wear(cache: QueryClient, saved: Programme): void {
  cache.setQueryData(sessionQuery.queryKey, (me) => {
    const { brandColour, accentColour, pointValueMinor, timeZone } = saved;
    return (
      me && {
        ...me,
        shop: { ...me.shop, name: saved.shopName, brandColour, accentColour, pointValueMinor, timeZone },
      }
    );
  });
}
