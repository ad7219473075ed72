// A card was lost, or is worn: the person is found by phone or by another card, then it is blocked or replaced.
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CardsOfPerson, plasticNumber, tillPeopleRoutes } from '#src/contract/till-people.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import type { ChosenTill } from './chosen-till.ts';
import { DoneScreen } from './done-screen.tsx';
import outcomeCss from './outcome.module.css';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';
import css from './till.module.css';
import { useScanner } from './use-scanner.ts';

type OneCard = CardsOfPerson['cards'][number];
const GOES_AFTER_MS = 10_000;

export function CardsPanel({
  chosen: { storeId },
  onBack,
  onDone,
}: {
  chosen: ChosenTill;
  onBack: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [person, setPerson] = useState<CardsOfPerson | null>(null);
  /** The card that a new one is handed out for. */
  const [worn, setWorn] = useState<OneCard | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const find = useWriting(tillPeopleRoutes.findCards);
  const block = useWriting(tillPeopleRoutes.blockCard);
  const replace = useWriting(tillPeopleRoutes.replaceCard);
  const look = (code: string) => find.mutate({ body: { storeId, code } }, { onSuccess: setPerson });
  const giveNew = (cardNumber: string) => {
    if (!person || !worn || replace.isPending || !plasticNumber.safeParse(cardNumber).success) return;
    replace.mutate(
      { body: { storeId, ticket: person.ticket, cardId: worn.cardId, cardNumber } },
      { onSuccess: () => setDone(t('till.cards.replaced', { tail: cardNumber.slice(-4) })) },
    );
  };
  const read = (code: string) => {
    setTyped(code);
    if (worn) giveNew(code);
    else if (!person) look(code);
  };
  useScanner(read);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    read(typed.trim());
  };
  const stepBack = () => {
    if (worn) setWorn(null);
    else if (person) setPerson(null);
    else onBack();
    setTyped('');
  };
  const asks = worn ? 'till.cards.scanNew' : 'till.cards.who';
  return (
    <Panel title={t('till.more.cards')} onBack={stepBack}>
      {person && (
        <div className={panelCss.sheet}>
          <h2>{person.shownName}</h2>
          {person.phoneMask && <p>{person.phoneMask}</p>}
        </div>
      )}
      {person && !worn && (
        <ul className={panelCss.rows}>
          {person.cards.map((card) => (
            <li key={card.cardId} className={panelCss.row}>
              <b>
                {t(`till.cards.kind.${card.kind}`)} ··{card.tail}
              </b>
              <span>{t(`till.cards.status.${card.status}`)}</span>
              {card.status === 'active' && (
                <>
                  <Button
                    size="md"
                    color="red"
                    variant="light"
                    loading={block.isPending}
                    onClick={() =>
                      block.mutate(
                        { body: { storeId, ticket: person.ticket, cardId: card.cardId } },
                        { onSuccess: setPerson },
                      )
                    }
                  >
                    {t('till.cards.block')}
                  </Button>
                  <span />
                </>
              )}
              <Button
                size="md"
                variant="default"
                onClick={() => {
                  setWorn(card);
                  setTyped('');
                }}
              >
                {t('till.cards.replace')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {(!person || worn) && (
        <form onSubmit={submit} className={css.typed}>
          <label htmlFor="cards-code">{t(asks)}</label>
          <TextInput
            id="cards-code"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            size="xl"
            inputMode="tel"
            autoComplete="off"
            autoFocus
          />
          <Button
            type="submit"
            size="xl"
            loading={find.isPending || replace.isPending}
            disabled={typed.trim().length < 4}
          >
            {t(worn ? 'till.cards.give' : 'till.scan.find')}
          </Button>
        </form>
      )}
      <FailureNote failure={find.error ?? block.error ?? replace.error} />
      {done !== null && (
        <DoneScreen spoken={done} goesAfterMs={GOES_AFTER_MS} onDone={onDone}>
          <span className={outcomeCss.title}>{done}</span>
          <span className={outcomeCss.words}>{t('till.cards.pointsStay')}</span>
        </DoneScreen>
      )}
    </Panel>
  );
}
