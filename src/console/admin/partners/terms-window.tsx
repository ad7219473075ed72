import { Checkbox, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Partner, type PartnerTerms, partnerRoutes } from '#src/contract/partners.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FormWindow } from '../../parts/form-window.tsx';
import { symbolOf } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';
import { WholeNumber } from '../settings/whole-number.tsx';
import { useCurrencies } from './use-currencies.ts';

const FIRST = {
  isOwner: false,
  mayIssue: true,
  mayRedeem: false,
  dayCap: 1_000,
  issueMinor: 100,
  redeemMinor: 100,
};

/** On which terms the partner gives and takes points of a currency. */
export function TermsWindow({
  partner,
  terms,
  onClose,
}: {
  partner: Partner;
  terms: PartnerTerms | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const currencies = useCurrencies();
  const free = currencies.all.filter(
    ({ currency, closedAt }) =>
      closedAt === null && !partner.terms.some((each) => each.currency === currency),
  );
  const [chosen, setChosen] = useState<string | null>(terms?.currency ?? null);
  const currency = chosen ?? free[0]?.currency ?? null;
  const {
    currency: _of,
    issuedToday: _today,
    ...stored
  } = terms ?? { ...FIRST, currency: '', issuedToday: 0 };
  const [form, setForm] = useState(stored);
  const kind = currencies.all.find((each) => each.currency === currency)?.kind;
  const save = useWriting(partnerRoutes.setTerms, {
    stale: [partnerRoutes.listPartners, partnerRoutes.readPartner],
  });
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const isOwner = form.isOwner && kind === 'partner';
  return (
    <FormWindow
      title={
        terms
          ? t('partners.terms.changeOf', { name: currencies.name(terms.currency) })
          : t('partners.terms.add')
      }
      submit={t('common.save')}
      busy={save.isPending}
      ready={currency !== null}
      failure={save.error}
      onSubmit={() =>
        currency &&
        save.mutate(
          { params: { partnerId: partner.partnerId, currency }, body: { ...form, isOwner } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      {!terms && (
        <Select
          label={t('partners.month.currency')}
          data={free.map((each) => ({ value: each.currency, label: currencies.name(each.currency) }))}
          value={currency}
          onChange={setChosen}
          placeholder={free.length === 0 ? t('partners.terms.noneLeft') : ''}
          allowDeselect={false}
          data-autofocus
        />
      )}
      {kind === 'partner' && (
        <Checkbox
          label={t('partners.terms.isOwner')}
          description={t('partners.terms.isOwnerHint')}
          checked={form.isOwner}
          onChange={(event) => change({ isOwner: event.currentTarget.checked })}
        />
      )}
      <Stack gap="xs">
        <Checkbox
          label={t('partners.terms.mayIssue')}
          checked={form.mayIssue}
          onChange={(event) => change({ mayIssue: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('partners.terms.mayRedeem')}
          checked={form.mayRedeem}
          onChange={(event) => change({ mayRedeem: event.currentTarget.checked })}
        />
      </Stack>
      {form.mayIssue && (
        <WholeNumber
          label={t('partners.terms.dayCap')}
          description={t('partners.terms.dayCapHint')}
          value={form.dayCap}
          min={1}
          max={1_000_000_000}
          onChange={(dayCap) => change({ dayCap })}
        />
      )}
      <Price
        label={t('partners.terms.issuePrice')}
        description={t(isOwner ? 'partners.terms.shopPays' : 'partners.terms.partnerPays')}
        minor={form.issueMinor}
        onChange={(issueMinor) => change({ issueMinor })}
      />
      <Price
        label={t('partners.terms.redeemPrice')}
        description={t(isOwner ? 'partners.terms.partnerPays' : 'partners.terms.shopPays')}
        minor={form.redeemMinor}
        onChange={(redeemMinor) => change({ redeemMinor })}
      />
      <Text size="sm" c="dimmed">
        {t('partners.terms.fromNow')}
      </Text>
    </FormWindow>
  );
}

function Price({
  label,
  description,
  minor,
  onChange,
}: {
  label: string;
  description: string;
  minor: number;
  onChange: (minor: number) => void;
}) {
  const { shop } = useMe();
  return (
    <NumberInput
      label={label}
      description={description}
      value={minor / 100}
      onChange={(next) => onChange(Math.max(0, Math.round(Number(next) * 100) || 0))}
      min={0}
      max={1_000}
      step={0.1}
      decimalScale={2}
      decimalSeparator=","
      allowedDecimalSeparators={['.', ',']}
      suffix={` ${symbolOf(shop.moneyCurrency)}`}
    />
  );
}
