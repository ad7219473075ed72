import { Button, Select, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { receiptNumber } from '#src/contract/till.ts';
import { type FoundReceipt, tillReturnRoutes } from '#src/contract/till-returns.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';
import type { ChosenTill } from './chosen-till.ts';
import css from './till.module.css';
import { useScanner } from './use-scanner.ts';

/** By the number on the paper, typed or scanned; where another store's goods may come back, its store too. */
export function FindReceipt({
  chosen,
  number: known,
  onFound,
}: {
  chosen: ChosenTill;
  number: string;
  onFound: (receipt: FoundReceipt) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const [number, setNumber] = useState(known);
  const [boughtAt, setBoughtAt] = useState(chosen.storeId);
  const [day, setDay] = useState('');
  const { storeId } = chosen;
  const stores = useQuery(reading(tillReturnRoutes.listReturnStores, { query: { storeId } }));
  const search = useWriting(tillReturnRoutes.findReceipts);
  const look = (typed: string) => {
    const read = receiptNumber.safeParse(typed);
    if (!read.success || search.isPending) return;
    search.mutate(
      { body: { storeId, boughtAt, receiptNumber: read.data, ...(day === '' ? {} : { day }) } },
      { onSuccess: ({ receipts: [only, ...others] }) => only && others.length === 0 && onFound(only) },
    );
  };
  const lookAtOnce = useEffectEvent(() => known !== '' && look(known));
  useEffect(() => void lookAtOnce(), []);
  useScanner((code) => {
    setNumber(code);
    look(code);
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    look(number);
  };
  const found = search.data?.receipts ?? [];
  return (
    <>
      <form onSubmit={submit} className={css.typed}>
        <label htmlFor="receipt-number">{t('till.back.number')}</label>
        <TextInput
          id="receipt-number"
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          size="xl"
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="search"
          autoFocus
        />
        <Button
          type="submit"
          size="xl"
          loading={search.isPending}
          disabled={!receiptNumber.safeParse(number).success}
        >
          {t('till.back.find')}
        </Button>
      </form>
      {(stores.data?.stores.length ?? 0) > 1 && (
        <Select
          label={t('till.back.store')}
          size="lg"
          data={stores.data?.stores.map((store) => ({
            value: store.storeId,
            label: `${store.name}, ${store.city}`,
          }))}
          value={boughtAt}
          onChange={(next) => setBoughtAt(next ?? storeId)}
          allowDeselect={false}
        />
      )}
      <TextInput
        type="date"
        label={t('till.back.otherDay')}
        size="lg"
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <FailureNote failure={search.error} />
      {search.isSuccess && found.length === 0 && (
        <p role="status">
          {t('till.back.none')} {stores.data?.refusesOthers && t('till.back.othersRefused')}
        </p>
      )}
      {found.length > 1 && (
        <section aria-label={t('till.back.which')}>
          <p className={css.quiet}>{t('till.back.which')}</p>
          {found.map((receipt) => (
            <UnstyledButton
              key={receipt.receiptId}
              className={css.option}
              mt="xs"
              w="100%"
              onClick={() => onFound(receipt)}
            >
              <span>
                {format.moment(receipt.occurredAt)} · {receipt.shownName} ·{' '}
                {format.money(receipt.amountMinor)}
              </span>
              <IconChevronRight size={20} aria-hidden />
            </UnstyledButton>
          ))}
        </section>
      )}
    </>
  );
}
