import { Button, Group, Select, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { challengeLiveRoutes, TAKER_STATUSES, type Taker } from '#src/contract/challenge-live.ts';
import type { ChallengeShown } from '#src/contract/challenges.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import css from '../editor.module.css';
import { useChallengeWords } from './challenge-words.ts';
import own from './challenges.module.css';
import { TakerWindow } from './taker-window.tsx';

/** Of a search: fewer characters find half the town. */
const SHORTEST = 4;

/** Who was chosen, with how far they are; each opens what has moved them. */
export function TakersPart({ challenge }: { challenge: ChallengeShown }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [status, setStatus] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<string | null>(null);
  const [search] = useDebouncedValue(text.trim(), 300);
  const found = useQuery({
    ...reading(challengeLiveRoutes.findTakers, {
      params: { challengeId: challenge.challengeId },
      body: {
        page,
        ...(search.length >= SHORTEST && { search }),
        ...(status && { status: TAKER_STATUSES.find((each) => each === status) }),
      },
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={css.stack}>
      <Group align="end" gap="sm">
        <TextInput
          label={t('challenges.takers.search')}
          placeholder={t('challenges.takers.searchHint')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          flex="1 1 220px"
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPage(0);
          }}
        />
        <Select
          label={t('challenges.takers.status')}
          placeholder={t('challenges.any')}
          data={TAKER_STATUSES.map((value) => ({ value, label: t(`challenges.taker.${value}`) }))}
          value={status}
          clearable
          flex="1 1 180px"
          onChange={(next) => {
            setStatus(next);
            setPage(0);
          }}
        />
      </Group>
      <Answer of={found}>
        {({ takers, more }) => (
          <>
            {takers.length === 0 ? (
              <EmptyState title={t('challenges.takers.none')} text={t('challenges.takers.noneText')} />
            ) : (
              <ul className={own.takers} aria-label={t('challenges.tab.members')}>
                {takers.map((taker) => (
                  <li key={taker.memberId}>
                    <TakerRow taker={taker} challenge={challenge} onOpen={() => setOpen(taker.memberId)} />
                  </li>
                ))}
              </ul>
            )}
            {(page > 0 || more) && (
              <Group justify="center">
                <Button variant="default" disabled={page === 0} onClick={() => setPage(page - 1)}>
                  {t('challenges.takers.earlier')}
                </Button>
                <Button variant="default" disabled={!more} onClick={() => setPage(page + 1)}>
                  {t('challenges.takers.further')}
                </Button>
              </Group>
            )}
          </>
        )}
      </Answer>
      {open && <TakerWindow challenge={challenge} memberId={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function TakerRow({
  taker,
  challenge,
  onOpen,
}: {
  taker: Taker;
  challenge: ChallengeShown;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const { day } = useFormats();
  const { amountWords } = useChallengeWords();
  const { name, status, progress, stage, answeredAt, chosenAt } = taker;
  const last = challenge.stages.at(-1)?.threshold ?? 1;
  const takesPart = status === 'accepted';
  return (
    <UnstyledButton className={own.taker} onClick={onOpen}>
      <span className={own.takerHead}>
        <b>{name}</b>
        <Text span size="sm" c="dimmed">
          {t(`challenges.taker.${status}`)} · {day(answeredAt ?? chosenAt)}
        </Text>
      </span>
      {takesPart && (
        <span className={own.takerWay}>
          <span className={own.bar} aria-hidden>
            <span style={{ width: `${Math.min(100, (progress / last) * 100)}%` }} />
          </span>
          <Text span size="sm">
            {amountWords(challenge.goal, progress)}
            {stage > 0 && ` · ${t('challenges.stageOf', { stage, of: challenge.stages.length })}`}
          </Text>
        </span>
      )}
    </UnstyledButton>
  );
}
