import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRocket,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';

/** What can be done with a rule as it stands: launch, pause, go on, take changes back, end. */
export function RuleActions({
  rule,
  ready,
  changed,
  save,
  onPublish,
  onChanged,
  onReplaced,
  onStale,
}: {
  rule: RuleTold | null;
  ready: boolean;
  /** Whether there is anything that has not been launched. */
  changed: boolean;
  save: () => Promise<RuleTold | null>;
  onPublish: () => void;
  onChanged: (rule: RuleTold) => void;
  onReplaced: (rule: RuleTold) => void;
  /** Hears what was refused, in case somebody else has changed the rule. */
  onStale: (error: Error) => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'end' | 'delete' | null>(null);
  const pause = useWriting(ruleRoutes.pauseRule);
  const resume = useWriting(ruleRoutes.resumeRule);
  const end = useWriting(ruleRoutes.endRule);
  const discard = useWriting(ruleRoutes.discardDraft);
  const status = rule?.status ?? 'draft';
  const published = rule !== null && rule.version !== null;
  const inputOf = ({ ruleId, changedAt }: RuleTold) => ({ params: { ruleId }, body: { changedAt } });
  if (status === 'ended') return null;

  /** What is on the screen is saved first, so that the server's copy is the newest. */
  const act = async (write: typeof pause, then: (rule: RuleTold) => void) => {
    const now = (await save()) ?? rule;
    if (now) write.mutate(inputOf(now), { onSuccess: then, onError: onStale });
  };
  return (
    <>
      {status === 'live' && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={18} aria-hidden />}
          loading={pause.isPending}
          onClick={() => void act(pause, onChanged)}
        >
          {t('rules.act.pause')}
        </Button>
      )}
      {status === 'paused' && (
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={18} aria-hidden />}
          loading={resume.isPending}
          onClick={() => void act(resume, onChanged)}
        >
          {t('rules.act.resume')}
        </Button>
      )}
      <Button
        leftSection={<IconRocket size={18} aria-hidden />}
        disabled={!ready || !changed}
        onClick={onPublish}
      >
        {t(published ? 'rules.act.publishChanges' : 'rules.act.publish')}
      </Button>
      {rule && (
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={t('rules.act.more')}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {published && (
              <Menu.Item
                leftSection={<IconArrowBackUp size={18} aria-hidden />}
                disabled={!changed}
                onClick={() => void act(discard, onReplaced)}
              >
                {t('rules.act.discard')}
              </Menu.Item>
            )}
            <Menu.Item
              color="red"
              leftSection={
                published ? <IconPlayerStop size={18} aria-hidden /> : <IconTrash size={18} aria-hidden />
              }
              onClick={() => setAsking(published ? 'end' : 'delete')}
            >
              {t(published ? 'rules.act.end' : 'rules.act.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <FailureNote failure={pause.error ?? resume.error} />
      <Confirmation
        opened={asking !== null}
        title={t(asking === 'delete' ? 'rules.act.deleteTitle' : 'rules.act.endTitle')}
        confirm={t(asking === 'delete' ? 'rules.act.delete' : 'rules.act.end')}
        danger
        busy={end.isPending || discard.isPending}
        failure={end.error ?? discard.error}
        onClose={() => setAsking(null)}
        onConfirm={() =>
          void act(asking === 'delete' ? discard : end, (next) => {
            setAsking(null);
            onChanged(next);
            void navigate('/rules');
          })
        }
      >
        {t(asking === 'delete' ? 'rules.act.deleteText' : 'rules.act.endText')}
      </Confirmation>
    </>
  );
}
