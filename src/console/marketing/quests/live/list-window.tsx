import { Anchor, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type PLAYERS_WHO, questPlayerRoutes } from '#src/contract/quest-players.ts';
import { segmentRoutes } from '#src/contract/segments.ts';
import { useWriting } from '../../../api/api-queries.ts';
import { FormWindow } from '../../../parts/form-window.tsx';

/** Players as a list that campaigns can write to. */
export function ListWindow({
  questId,
  questName,
  asked,
  onClose,
}: {
  questId: string;
  questName: string;
  asked: { who: (typeof PLAYERS_WHO)[number]; chapterNo?: number };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(`${questName}: ${t(`questLive.players.is.${asked.who}`).toLowerCase()}`);
  const make = useWriting(questPlayerRoutes.makeList, { stale: [segmentRoutes.listSegments] });
  const { data } = make;
  return (
    <FormWindow
      title={t('questLive.players.makeList')}
      submit={data ? t('common.close') : t('questLive.players.make')}
      busy={make.isPending}
      ready={name.trim() !== ''}
      failure={make.error}
      onSubmit={() => (data ? onClose() : make.mutate({ params: { questId }, body: { name, ...asked } }))}
      onClose={onClose}
    >
      {data ? (
        <Text role="status">
          {t('questLive.players.made', { count: data.members })}{' '}
          {data.guests > 0 && `${t('questLive.players.madeGuests', { count: data.guests })} `}
          <Anchor component={Link} to={`/segments/${data.segmentId}`}>
            {t('questLive.players.toList')}
          </Anchor>
        </Text>
      ) : (
        <TextInput
          label={t('questLive.players.listName')}
          description={t('questLive.players.listHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
        />
      )}
    </FormWindow>
  );
}
