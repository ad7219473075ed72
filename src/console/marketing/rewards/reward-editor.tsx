import { Alert, Button, Text } from '@mantine/core';
import { IconDeviceFloppy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Reward, rewardRoutes } from '#src/contract/rewards.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { useWriting } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { shownLanguage } from '../../i18n.ts';
import { ChangedNote } from '../../parts/changed-note.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import css from '../editor.module.css';
import { useFirstAddress } from '../newborn.ts';
import { useLeftForm } from '../use-left-form.ts';
import { RewardFields } from './reward-fields.tsx';
import { EMPTY_FORM, formOf, type RewardForm, termsOf } from './reward-form.ts';
import { RewardPreview } from './reward-preview.tsx';
import { textIn } from './reward-words.ts';
import type { Catalogue } from './rewards-screen.tsx';
import { StockPart } from './stock-part.tsx';

const STALE = { stale: [rewardRoutes.listRewards] };

/** The terms beside what a member will see of them. */
export function RewardEditor({
  reward,
  catalogue,
  onCreated,
  onReplaced,
}: {
  reward: Reward | null;
  catalogue: Catalogue;
  onCreated: (rewardId: string) => void;
  /** Hears that the reward of somebody else is to be drawn in place of the one on the screen. */
  onReplaced: () => void;
}) {
  const { t } = useTranslation();
  const settle = useFirstAddress(onCreated);
  const cache = useQueryClient();
  const { moment, number } = useFormats();
  const { timeZone } = useMe().shop;
  const [begin] = useState(() => (reward ? formOf(reward, timeZone) : EMPTY_FORM));
  const titleOf = ({ names }: RewardForm) =>
    textIn(names, shownLanguage(), catalogue.fallback) || t('rewards.new');
  const [form, setForm] = useLeftForm(begin, titleOf);
  const [requestKey] = useState(() => crypto.randomUUID());
  const create = useWriting(rewardRoutes.createReward, STALE);
  const change = useWriting(rewardRoutes.changeReward, STALE);
  const show = useWriting(rewardRoutes.showReward, STALE);
  const hide = useWriting(rewardRoutes.hideReward, STALE);
  const terms = termsOf(form, timeZone);
  // What this screen has saved it has kept: anything newer comes from somebody else.
  const [base, setBase] = useState(reward);
  const isBehind = reward !== null && base !== null && reward.version > base.version;
  const busy = create.isPending || change.isPending || show.isPending || hide.isPending;
  const isSaved =
    base !== null && JSON.stringify(terms) === JSON.stringify(termsOf(formOf(base, timeZone), timeZone));

  /** Over what the reward was when it was looked at. */
  const save = (over = base) => {
    if (!terms) return;
    if (over) {
      const { rewardId, version } = over;
      change.mutate(
        { params: { rewardId }, body: { ...terms, version } },
        { onSuccess: setBase, onError: lookAgain },
      );
      return;
    }
    const stock = form.stock === '' ? null : form.stock;
    create.mutate(
      { body: { ...terms, stock, requestKey } },
      {
        onSuccess: (made) => {
          setBase(made);
          void settle(made.rewardId, `/rewards/edit/${made.rewardId}`);
        },
      },
    );
  };
  /** Who was first is said in a note of its own. */
  const isLate = (failure: Error | null) =>
    failure instanceof ApiFailure && failure.code === 'reward_changed';
  const lookAgain = (failure: Error) => {
    if (isLate(failure)) void readAnew(cache, [rewardRoutes.listRewards]);
  };
  const params = { rewardId: reward?.rewardId ?? '' };
  return (
    <Page
      title={titleOf(form)}
      actions={
        <>
          <Button component={Link} to="/rewards" variant="default">
            {t('common.back')}
          </Button>
          {reward && reward.status === 'on' && (
            <Button
              variant="default"
              leftSection={<IconEyeOff size={18} aria-hidden />}
              loading={hide.isPending}
              onClick={() => hide.mutate({ params })}
            >
              {t('rewards.hide')}
            </Button>
          )}
          <Button
            leftSection={<IconDeviceFloppy size={18} aria-hidden />}
            variant={isSaved ? 'default' : 'filled'}
            disabled={!terms || isSaved}
            loading={busy && !hide.isPending && !show.isPending}
            onClick={() => save()}
          >
            {t('common.save')}
          </Button>
          {reward && reward.status !== 'on' && (
            <Button
              leftSection={<IconEye size={18} aria-hidden />}
              disabled={!isSaved}
              loading={show.isPending}
              onClick={() => show.mutate({ params })}
            >
              {t('rewards.show')}
            </Button>
          )}
        </>
      }
    >
      {reward?.status !== 'on' && (
        <Alert variant="light" p="sm">
          {t(reward ? 'rewards.notShown' : 'rewards.firstSave')}
        </Alert>
      )}
      {reward && isBehind && (
        <ChangedNote
          text={t(isSaved ? 'rewards.changed.saved' : 'rewards.changed.text', {
            moment: moment(reward.changedAt),
          })}
          theirs={t('rewards.changed.theirs', {
            name: textIn(reward.names, shownLanguage(), catalogue.fallback),
            price: number(reward.price),
          })}
          isSaved={isSaved}
          onLoad={onReplaced}
          onKeepMine={terms ? () => save(reward) : undefined}
        />
      )}
      <FailureNote
        failure={create.error ?? (isLate(change.error) ? null : change.error) ?? show.error ?? hide.error}
      />
      <div className={css.columns}>
        <div className={css.stack}>
          <RewardFields
            form={form}
            setForm={setForm}
            catalogue={catalogue}
            isNew={base === null}
            isMaking={create.isPending}
          />
          {!terms && <Text c="dimmed">{t('rewards.incomplete')}</Text>}
        </div>
        <div className={css.preview}>
          <RewardPreview form={form} catalogue={catalogue} />
          {reward && <StockPart reward={reward} />}
        </div>
      </div>
    </Page>
  );
}
