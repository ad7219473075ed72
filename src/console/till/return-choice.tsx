import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FoundReceipt, type ReturnShown, tillReturnRoutes } from '#src/contract/till-returns.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFailureWords } from '../parts/failure-words.ts';
import { useFormats } from '../parts/formats.ts';
import type { ChosenTill } from './chosen-till.ts';
import { LostAnswer } from './lost-answer.tsx';
import panelCss from './panel.module.css';
import { leftOf, NOTHING_CHOSEN, type ReturnedWhat, readReturn } from './return-draft.ts';
import { ReturnLines } from './return-lines.tsx';
import { useReturnWords } from './return-words.ts';
import saleCss from './sale.module.css';
import css from './till.module.css';

const PREVIEW_AFTER_MS = 250;

/** What of the receipt comes back, what that comes to, and the button that books exactly this. */
export function ReturnChoice({
  chosen,
  receipt,
  onDone,
  onRefused,
  onOther,
}: {
  chosen: ChosenTill;
  receipt: FoundReceipt;
  onDone: (shown: ReturnShown) => void;
  onRefused: (words: string) => void;
  onOther: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useFailureWords();
  const pointWords = useReturnWords();
  const { storeId } = chosen;
  const stores = useQuery(reading(tillReturnRoutes.listReturnStores, { query: { storeId } }));
  const elsewhere =
    receipt.storeId !== storeId && stores.data?.stores.find((each) => each.storeId === receipt.storeId);
  const [draft, setDraft] = useState(NOTHING_CHOSEN);
  const what = readReturn(draft, receipt);
  const asked = bodyOf(chosen, receipt, what);
  const [settled] = useDebouncedValue(JSON.stringify(asked), PREVIEW_AFTER_MS);
  const preview = useQuery({
    ...reading(tillReturnRoutes.previewReturn, { body: asked ?? bodyOf(chosen, receipt, { all: true }) }),
    enabled: asked !== null && settled === JSON.stringify(asked),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const book = useWriting(tillReturnRoutes.bookReturn);
  // One key for each thing that is chosen: pressing twice, or again after a lost answer, books once.
  const keys = useRef(new Map<string, string>());
  const isOver = receipt.state === 'returned' || receipt.state === 'cancelled';
  const left = leftOf(receipt);
  const exact = asked && !preview.isPlaceholderData ? preview.data : undefined;
  const send = () => {
    if (!asked || !exact || book.isPending) return;
    const text = JSON.stringify(asked);
    const key = keys.current.get(text) ?? crypto.randomUUID();
    keys.current.set(text, key);
    book.mutate(
      { body: { ...asked, key } },
      {
        onSuccess: onDone,
        onError: (failure) => failure instanceof ApiFailure && onRefused(words(failure)),
      },
    );
  };
  return (
    <>
      <div className={panelCss.sheet}>
        <h2>{receipt.shownName}</h2>
        <p>
          {t('till.back.sold', { number: receipt.receiptNumber, when: format.moment(receipt.occurredAt) })}
        </p>
        {elsewhere && <p>{t('till.back.boughtIn', { store: `${elsewhere.name}, ${elsewhere.city}` })}</p>}
        <p className={panelCss.money}>{format.money(receipt.amountMinor)}</p>
        {receipt.state !== 'closed' && (
          <p role="status">
            <b>{t(`till.back.was.${receipt.state}`)}</b>
          </p>
        )}
      </div>
      {isOver ? (
        <Button size="xl" h={60} onClick={onOther}>
          {t('till.back.another')}
        </Button>
      ) : (
        <>
          <Button
            size="lg"
            variant={draft.all ? 'filled' : 'default'}
            aria-pressed={draft.all}
            onClick={() => setDraft({ ...NOTHING_CHOSEN, all: !draft.all })}
          >
            {t(receipt.returnedMinor > 0 ? 'till.back.all' : 'till.back.whole')} · {format.money(left)}
          </Button>
          {receipt.lines.length > 0 ? (
            <ReturnLines
              receipt={receipt}
              draft={draft}
              onChoose={(lines) => setDraft({ all: false, lines, sum: '' })}
            />
          ) : (
            <TextInput
              label={t('till.back.sumOf', { most: format.money(left) })}
              size="xl"
              inputMode="decimal"
              autoComplete="off"
              value={draft.sum}
              onChange={(event) => setDraft({ all: false, lines: {}, sum: event.currentTarget.value })}
              error={draft.sum !== '' && what === null && t('till.sale.amountWrong')}
            />
          )}
          {!preview.isPlaceholderData && asked && (
            <FailureNote failure={preview.error} onRetry={() => void preview.refetch()} />
          )}
          {book.error && !(book.error instanceof ApiFailure) && (
            <LostAnswer text={t('till.lost.accept')} onRetry={send} />
          )}
          <div className={saleCss.finish}>
            <div className={panelCss.outcome} aria-live="polite">
              {exact ? (
                <>
                  <p className={saleCss.total}>
                    <span>{t('till.back.money')}</span>
                    <b>{format.money(exact.moneyBackMinor)}</b>
                  </p>
                  {pointWords(exact).map((each) => (
                    <p key={each}>{each}</p>
                  ))}
                </>
              ) : (
                <p className={css.quiet}>{t('till.back.choose')}</p>
              )}
            </div>
            <Button size="xl" h={64} fullWidth disabled={!exact} loading={book.isPending} onClick={send}>
              {t('till.back.book')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function bodyOf<W extends ReturnedWhat | null>(
  { storeId }: ChosenTill,
  receipt: FoundReceipt,
  what: W,
): W extends null ? null : { storeId: string; boughtAt: string; externalId: string } & ReturnedWhat;
function bodyOf({ storeId }: ChosenTill, receipt: FoundReceipt, what: ReturnedWhat | null) {
  return what && { storeId, boughtAt: receipt.storeId, externalId: receipt.externalId, ...what };
}
