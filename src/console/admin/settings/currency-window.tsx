import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Currency, type CurrencyNames, programmeRoutes } from '#src/contract/programme.ts';
import { useWriting } from '../../api/api-queries.ts';
import { BUILDERS } from '../../marketing/builders-stale.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FormWindow } from '../../parts/form-window.tsx';
import { NamesFields } from './names-fields.tsx';
import { type CurrencyTerms, TermsFields } from './terms-fields.tsx';

const FIRST_NAMES: CurrencyNames = { uk: { other: '' }, ru: { other: '' }, en: { other: '' } };
const FIRST_TERMS: CurrencyTerms = {
  pending: 'none',
  pendingAmount: 1,
  pendingAction: null,
  expiry: 'never',
  expiryMonths: 12,
  expiryMonthDay: '12-31',
  capReceipt: null,
  capDay: null,
  capBalance: null,
};

/** A kind of points: a new one, or other terms for one that is there. */
export function CurrencyWindow({ currency, onClose }: { currency: Currency | null; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const [kind, setKind] = useState<'stickers' | 'partner'>('stickers');
  const [code, setCode] = useState('');
  const [names, setNames] = useState(currency ? currency.names : FIRST_NAMES);
  const [terms, setTerms] = useState<CurrencyTerms>(currency ? termsOf(currency) : FIRST_TERMS);
  const stale = [programmeRoutes.listCurrencies, ...BUILDERS];
  const create = useWriting(programmeRoutes.createCurrency, { stale });
  const change = useWriting(programmeRoutes.changeCurrency, { stale });
  const named = names === null || Object.values(names).every((forms) => forms.other.trim() !== '');
  const save = () => {
    if (currency) {
      const body = { ...tidy(terms), ...(names && { names }) };
      change.mutate({ params: { currency: currency.currency }, body }, { onSuccess: onClose });
    } else if (names) {
      create.mutate({ body: { ...tidy(terms), currency: code, kind, names } }, { onSuccess: onClose });
    }
  };
  return (
    <FormWindow
      title={currency ? words.name(currency) : t('currencies.new')}
      submit={t('common.save')}
      busy={create.isPending || change.isPending}
      ready={
        named &&
        (currency !== null || /^[a-z][a-z0-9_]{1,30}$/.test(code)) &&
        (terms.pending !== 'action' || Boolean(terms.pendingAction))
      }
      failure={create.error ?? change.error}
      onSubmit={save}
      onClose={onClose}
    >
      {!currency && (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('currencies.kindLabel')}
            data={[
              { value: 'stickers', label: t('currencies.kind.stickers') },
              { value: 'partner', label: t('currencies.kind.partner') },
            ]}
            value={kind}
            onChange={(next) => setKind(next === 'partner' ? 'partner' : 'stickers')}
          />
          <TextInput
            label={t('currencies.code')}
            description={t('currencies.codeHint')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_]/g, ''))}
            maxLength={31}
            autoComplete="off"
            data-autofocus
          />
        </>
      )}
      {names && <NamesFields names={names} onChange={setNames} />}
      <TermsFields terms={terms} onChange={(part) => setTerms({ ...terms, ...part })} />
    </FormWindow>
  );
}

function termsOf({
  currency: _code,
  kind: _kind,
  names: _names,
  closedAt: _closed,
  ...terms
}: Currency): CurrencyTerms {
  return { ...terms, pendingAmount: terms.pendingAmount || 1 };
}

/** What another choice has left behind is not sent. */
function tidy(terms: CurrencyTerms): CurrencyTerms {
  const waits = terms.pending === 'hours' || terms.pending === 'days';
  return {
    ...terms,
    pendingAmount: waits ? terms.pendingAmount : 0,
    pendingAction: terms.pending === 'action' ? terms.pendingAction : null,
  };
}
