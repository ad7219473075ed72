import { Alert, Button, Text } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type ChallengeShown, challengeRoutes } from '#src/contract/challenges.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { useWriting } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { ChangedNote } from '../../parts/changed-note.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import css from '../editor.module.css';
import { useFirstAddress } from '../newborn.ts';
import { telling } from '../rules/told-in-language.ts';
import { useLeftForm } from '../use-left-form.ts';
import { ChallengeActions } from './challenge-actions.tsx';
import { type ChallengeForm, formOf, inputOf } from './challenge-form.ts';
import { ChallengePreview } from './challenge-preview.tsx';
import { ChallengeTabs } from './challenge-tabs.tsx';
import { GoalSection } from './goal-section.tsx';
import { StagesSection } from './stages-section.tsx';
import { STALE } from './stale.ts';
import { WhenSection } from './when-section.tsx';
import { WhoSection } from './who-section.tsx';
import { WordsSection } from './words-section.tsx';

export interface FormProps {
  form: ChallengeForm;
  setForm: Dispatch<SetStateAction<ChallengeForm>>;
  /** Members take part: what counts and what it gives stays as they were told. */
  fixed: boolean;
}

/** What a challenge asks and gives, beside what a member will read of it. */
export function ChallengeEditor({
  challenge,
  begin,
  onCreated,
  onReplaced,
}: {
  challenge: ChallengeShown | null;
  begin: ChallengeForm;
  onCreated: (challengeId: string) => void;
  /** Hears that the challenge of somebody else is to be drawn in place of the one on the screen. */
  onReplaced: () => void;
}) {
  const { t } = useTranslation();
  const settle = useFirstAddress(onCreated);
  const cache = useQueryClient();
  const { number } = useFormats();
  const me = useMe();
  const { timeZone } = me.shop;
  const titleOf = ({ name }: ChallengeForm) => name || challenge?.name || t('challenges.new');
  const [form, setForm] = useLeftForm(begin, titleOf);
  const [requestKey] = useState(() => crypto.randomUUID());
  const create = useWriting(challengeRoutes.createChallenge, STALE);
  const change = useWriting(challengeRoutes.changeChallenge, STALE);
  const input = inputOf(form, timeZone);
  // What this screen has saved it has kept: anything newer comes from somebody else.
  const [base, setBase] = useState(challenge);
  const isBehind = challenge !== null && base !== null && challenge.version > base.version;
  const isSaved =
    base !== null && JSON.stringify(input) === JSON.stringify(inputOf(formOf(base, timeZone), timeZone));
  const status = challenge?.status ?? 'draft';
  const props = { form, setForm, fixed: status !== 'draft' };

  const save = (over = base) => {
    if (!input) return;
    if (!over) {
      create.mutate(
        { body: { ...input, requestKey } },
        {
          onSuccess: (made) => {
            const { challengeId } = made;
            setBase(made);
            cache.setQueryData(
              telling(me, challengeRoutes.readChallenge, { params: { challengeId } }).queryKey,
              made,
            );
            void settle(challengeId, `/challenges/${challengeId}`);
          },
        },
      );
      return;
    }
    const { challengeId, version } = over;
    change.mutate(
      { params: { challengeId }, body: { ...input, version } },
      {
        onSuccess: setBase,
        onError: (failure) => {
          if (isLate(failure)) void readAnew(cache, [challengeRoutes.readChallenge]);
        },
      },
    );
  };
  const terms = (
    <div className={css.columns}>
      <div className={css.stack}>
        <WordsSection {...props} />
        <GoalSection {...props} />
        <StagesSection {...props} />
        <WhenSection {...props} />
        <WhoSection {...props} />
        {!input && <Text c="dimmed">{t('challenges.incomplete')}</Text>}
      </div>
      <div className={css.preview}>
        <ChallengePreview form={form} />
      </div>
    </div>
  );
  return (
    <Page
      title={titleOf(form)}
      actions={
        <>
          <Button component={Link} to="/challenges" variant="default">
            {t('common.back')}
          </Button>
          {status !== 'ended' && (
            <Button
              leftSection={<IconDeviceFloppy size={18} aria-hidden />}
              variant={isSaved ? 'default' : 'filled'}
              disabled={!input || isSaved}
              loading={create.isPending || change.isPending}
              onClick={() => save()}
            >
              {t('common.save')}
            </Button>
          )}
          {base && challenge && (
            <ChallengeActions challenge={isBehind ? challenge : base} isSaved={isSaved} onChanged={setBase} />
          )}
        </>
      }
    >
      {status !== 'live' && (
        <Alert variant="light" p="sm">
          {t(challenge ? `challenges.note.${status}` : 'challenges.note.new')}
        </Alert>
      )}
      {challenge && isBehind && (
        <ChangedNote
          text={t(isSaved ? 'challenges.changed.saved' : 'challenges.changed.text')}
          theirs={t('challenges.changed.theirs', {
            name: challenge.name,
            version: number(challenge.version),
          })}
          isSaved={isSaved}
          onLoad={onReplaced}
          onKeepMine={input ? () => save(challenge) : undefined}
        />
      )}
      <FailureNote failure={create.error ?? (isLate(change.error) ? null : change.error)} />
      {challenge && status !== 'draft' ? <ChallengeTabs challenge={challenge} terms={terms} /> : terms}
    </Page>
  );
}

/** Who was first is said in a note of its own. */
function isLate(failure: Error | null): boolean {
  return failure instanceof ApiFailure && failure.code === 'challenge_changed';
}
