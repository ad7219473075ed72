// The last receipt was a mistake: it is shown, and undone whole.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tillRoutes } from '#src/contract/till.ts';
import { type FoundReceipt, tillReturnRoutes } from '#src/contract/till-returns.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { useConnected } from '../api/connection.ts';
import { Answer } from '../parts/answer.tsx';
import { useFailureWords } from '../parts/failure-words.ts';
import { useFormats } from '../parts/formats.ts';
import { AmberScreen } from './amber-screen.tsx';
import type { ChosenTill } from './chosen-till.ts';
import { DoneScreen } from './done-screen.tsx';
import { LostAnswer } from './lost-answer.tsx';
import outcomeCss from './outcome.module.css';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';
import css from './till.module.css';

const GOES_AFTER_MS = 10_000;

export function UndoPanel({
  chosen: { storeId },
  onBack,
  onReturn,
}: {
  chosen: ChosenTill;
  onBack: () => void;
  /** It is too late: the same receipt comes back by its number. */
  onReturn: (number: string) => void;
}) {
  const { t } = useTranslation();
  const words = useFailureWords();
  const connected = useConnected();
  const last = useQuery({
    ...reading(tillReturnRoutes.readUndoable, { query: { storeId } }),
    staleTime: 0,
    gcTime: 0,
    enabled: connected,
  });
  const undo = useWriting(tillReturnRoutes.undoReceipt, { stale: [tillRoutes.listReceipts] });
  const [refused, setRefused] = useState<string | null>(null);
  const send = ({ externalId }: FoundReceipt) =>
    undo.mutate(
      { body: { storeId, externalId } },
      { onError: (failure) => failure instanceof ApiFailure && setRefused(words(failure)) },
    );
  const title = t('till.undo.title');
  return (
    <Panel title={title} onBack={onBack}>
      {!connected && (
        <p className={panelCss.sheet} role="status">
          {t('till.undo.offline')}
        </p>
      )}
      {(connected || last.data) && (
        <Answer of={last}>
          {({ receipt, until }) =>
            receipt === null ? (
              <p className={css.quiet}>{t('till.undo.none')}</p>
            ) : (
              <>
                <LastReceipt receipt={receipt} />
                <p className={css.quiet}>{t(until === null ? 'till.undo.late' : 'till.undo.text')}</p>
                {undo.error && !(undo.error instanceof ApiFailure) && (
                  <LostAnswer text={t('till.lost.accept')} onRetry={() => send(receipt)} />
                )}
                {until === null ? (
                  <Button size="xl" h={64} onClick={() => onReturn(receipt.receiptNumber)} autoFocus>
                    {t('till.undo.return')}
                  </Button>
                ) : (
                  <Button size="xl" h={64} loading={undo.isPending} onClick={() => send(receipt)} autoFocus>
                    {t('till.undo.do', { number: receipt.receiptNumber })}
                  </Button>
                )}
                {refused !== null && (
                  <AmberScreen
                    words={refused}
                    main={{ label: t('till.undo.return'), onClick: () => onReturn(receipt.receiptNumber) }}
                    second={{ label: t('till.do.back'), onClick: onBack }}
                  />
                )}
              </>
            )
          }
        </Answer>
      )}
      {undo.data && (
        <DoneScreen
          spoken={t('till.undo.done', { number: undo.data.receiptNumber })}
          goesAfterMs={GOES_AFTER_MS}
          onDone={onBack}
        >
          <span className={outcomeCss.title}>{t('till.undo.done', { number: undo.data.receiptNumber })}</span>
          <span className={outcomeCss.words}>
            {undo.data.shownName} · {t('till.outcome.balance', { count: undo.data.balance })}
          </span>
        </DoneScreen>
      )}
    </Panel>
  );
}

function LastReceipt({ receipt }: { receipt: FoundReceipt }) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <div className={panelCss.sheet}>
      <h2>{receipt.shownName}</h2>
      <p>{t('till.back.sold', { number: receipt.receiptNumber, when: format.moment(receipt.occurredAt) })}</p>
      <p className={panelCss.money}>{format.money(receipt.amountMinor)}</p>
      <p>
        {receipt.burnt > 0 && <b className={css.burnt}>{format.signed(-receipt.burnt)} </b>}
        {receipt.earned > 0 && <b className={css.earned}>{format.signed(receipt.earned)}</b>}
      </p>
      {receipt.state !== 'closed' && <b>{t(`till.back.was.${receipt.state}`)}</b>}
    </div>
  );
}
