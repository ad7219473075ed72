import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Currency, EXPIRY_KINDS, PENDING_KINDS } from '#src/contract/programme.ts';
import { shownLanguage } from '../../i18n.ts';
import { OptionalNumber, WholeNumber } from './whole-number.tsx';

export type CurrencyTerms = Omit<Currency, 'currency' | 'kind' | 'names' | 'closedAt'>;

/** When points become active, when they expire, and how many there may be. */
export function TermsFields({
  terms,
  onChange,
}: {
  terms: CurrencyTerms;
  onChange: (part: Partial<CurrencyTerms>) => void;
}) {
  const { t } = useTranslation();
  const { pending, expiry } = terms;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('currencies.pending')}
          data={PENDING_KINDS.map((value) => ({ value, label: t(`currencies.pendings.${value}`) }))}
          value={pending}
          onChange={(value) => onChange({ pending: PENDING_KINDS.find((one) => one === value) ?? 'none' })}
          allowDeselect={false}
        />
        {(pending === 'hours' || pending === 'days') && (
          <WholeNumber
            label={t(`currencies.pendings.${pending}`)}
            value={terms.pendingAmount}
            min={1}
            max={pending === 'days' ? 730 : 8760}
            onChange={(pendingAmount) => onChange({ pendingAmount })}
          />
        )}
        {pending === 'action' && (
          <TextInput
            label={t('currencies.action')}
            description={t('currencies.actionHint')}
            value={terms.pendingAction ?? ''}
            onChange={(event) => {
              const name = event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_.-]/g, '');
              onChange({ pendingAction: name === '' ? null : name });
            }}
            maxLength={50}
          />
        )}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('currencies.expiry')}
          data={EXPIRY_KINDS.map((value) => ({ value, label: t(`currencies.expiries.${value}`) }))}
          value={expiry}
          onChange={(value) => onChange({ expiry: EXPIRY_KINDS.find((one) => one === value) ?? 'never' })}
          allowDeselect={false}
        />
        {expiry !== 'never' && (
          <WholeNumber
            label={t(expiry === 'calendar' ? 'currencies.leastMonths' : 'currencies.months')}
            value={terms.expiryMonths}
            min={expiry === 'calendar' ? 0 : 1}
            max={120}
            onChange={(expiryMonths) => onChange({ expiryMonths })}
          />
        )}
        {expiry === 'calendar' && (
          <MonthDay
            value={terms.expiryMonthDay}
            onChange={(expiryMonthDay) => onChange({ expiryMonthDay })}
          />
        )}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {(['capReceipt', 'capDay', 'capBalance'] as const).map((cap) => (
          <OptionalNumber
            key={cap}
            label={t(`currencies.${cap}`)}
            placeholder={t('currencies.noCap')}
            value={terms[cap]}
            onChange={(value) => onChange({ [cap]: value })}
          />
        ))}
      </SimpleGrid>
    </>
  );
}

/** The last day of points that all end together: a day of any year. */
function MonthDay({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [month = '12', day = '31'] = value.split('-');
  const format = new Intl.DateTimeFormat(shownLanguage(), { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, i) => ({
    value: String(i + 1).padStart(2, '0'),
    label: format.format(new Date(Date.UTC(2024, i, 15))),
  }));
  // A leap year, so that every day can be chosen.
  const last = (of: string) => new Date(Date.UTC(2024, Number(of), 0)).getUTCDate();
  const set = (nextMonth: string, nextDay: number) =>
    onChange(`${nextMonth}-${String(Math.min(nextDay, last(nextMonth))).padStart(2, '0')}`);
  return (
    <>
      <Select
        label={t('currencies.month')}
        data={months}
        value={month}
        onChange={(next) => next && set(next, Number(day))}
        allowDeselect={false}
      />
      <WholeNumber
        label={t('currencies.monthDay')}
        value={Number(day)}
        min={1}
        max={last(month)}
        onChange={(next) => set(month, next)}
      />
    </>
  );
}
