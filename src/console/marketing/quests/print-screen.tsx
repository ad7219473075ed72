import { Button, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { reading } from '../../api/api-queries.ts';
import { type Language, shownLanguage } from '../../i18n.ts';
import { Answer } from '../../parts/answer.tsx';
import { BackButton } from '../../parts/back-button.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { inWords } from './editing.ts';
import css from './print-screen.module.css';
import { useStores } from './use-stores.ts';

/** Sheets to print and hang: the way into the quest, and one for each task with a QR. */
export function PrintScreen() {
  const { t } = useTranslation();
  const { questId = '' } = useParams();
  const read = useQuery(reading(questRoutes.readQuest, { params: { questId } }));
  return (
    <Page
      title={t('quests.print.title')}
      actions={
        <>
          <Button leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('quests.print.print')}
          </Button>
          <BackButton to={`/quests/${questId}`}>{t('quests.print.back')}</BackButton>
        </>
      }
    >
      <Answer of={read}>{(quest) => <Sheets quest={quest} />}</Answer>
    </Page>
  );
}

function Sheets({ quest }: { quest: QuestShown }) {
  const { t } = useTranslation();
  const language: Language = shownLanguage();
  const stores = useStores();
  const { terms, tasks } = quest.draft;
  const title = inWords(terms.titles, language) || quest.draft.name;
  const placeOf = (storeId: string | null) => stores.find(({ value }) => value === storeId)?.label ?? null;
  return (
    <>
      {quest.status === 'draft' && (
        <Text c="orange" className={css.screenOnly}>
          {t('quests.print.draft')}
        </Text>
      )}
      <div className={css.sheets}>
        <QrSheet payload={quest.payload} title={title} text={t('quests.print.join')} note={null} />
        {tasks.map(({ taskKey, content }) =>
          content.ask.type === 'qr' && content.ask.token !== '' ? (
            <QrSheet
              key={taskKey}
              payload={`t-${content.ask.token}`}
              title={title}
              text={t('quests.print.scan', { task: inWords(content.titles, language) })}
              note={placeOf(content.ask.storeId)}
            />
          ) : null,
        )}
      </div>
    </>
  );
}

function QrSheet({
  payload,
  title,
  text,
  note,
}: {
  payload: string;
  title: string;
  text: string;
  /** For the staff: where it hangs. */
  note: string | null;
}) {
  const { shop } = useMe();
  return (
    <figure className={css.sheet}>
      <Text className={css.shop}>{shop.name}</Text>
      <Text className={css.title}>🎯 {title}</Text>
      <img className={css.code} src={`/go/${payload}/qr.png`} alt={`/go/${payload}`} />
      <Text className={css.text}>{text}</Text>
      {note && <Text className={css.note}>{note}</Text>}
    </figure>
  );
}
