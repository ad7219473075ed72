import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RuleTold, RuleVersion } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import css from './version-list.module.css';
import { howStands } from './version-stands.ts';
import { wordDifference } from './word-difference.ts';

/** Every version with who put it in force, when, and what it changed; each can become a draft again. */
export function VersionList({
  rule,
  onReturned,
  onStale,
}: {
  rule: RuleTold;
  onReturned: (rule: RuleTold) => void;
  /** Hears what was refused, in case somebody else has changed the rule. */
  onStale: (error: Error) => void;
}) {
  const { t } = useTranslation();
  const save = useWriting(ruleRoutes.saveDraft);
  const goBack = ({ name, names, template, definition }: RuleVersion) =>
    save.mutate(
      {
        params: { ruleId: rule.ruleId },
        body: { changedAt: rule.changedAt, name, names, ...(template ? { template } : { definition }) },
      },
      { onSuccess: onReturned, onError: onStale },
    );
  return (
    <div className={css.history}>
      <Sheet title={t('rules.versions.title')}>
        <FailureNote failure={save.error} />
        {rule.versions.length === 0 && <Text c="dimmed">{t('rules.versions.none')}</Text>}
        <ol className={css.versions}>
          {rule.versions.map((version, i) => (
            <li key={version.version}>
              <Version
                version={version}
                before={rule.versions[i + 1]}
                onReturn={
                  rule.status === 'ended' || (i === 0 && !rule.hasDraft) ? undefined : () => goBack(version)
                }
                busy={save.isPending}
              />
            </li>
          ))}
        </ol>
      </Sheet>
      <AuditList rule={rule} />
    </div>
  );
}

const WORDS = {
  live: 'rules.versions.since',
  ahead: 'rules.versions.ahead',
  lastDays: 'rules.versions.until',
  over: 'rules.versions.between',
  never: 'rules.versions.never',
} as const;

function Version({
  version,
  before,
  onReturn,
  busy,
}: {
  version: RuleVersion;
  before: RuleVersion | undefined;
  onReturn: (() => void) | undefined;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { liveFrom, liveUntil } = version;
  const moment = (instant: string) => `${format.day(instant)}, ${format.time(instant)}`;
  const from = liveFrom === null ? t('rules.versions.always') : moment(liveFrom);
  return (
    <>
      <Group justify="space-between" gap="xs">
        <b>{t('rules.versions.version', { number: version.version })}</b>
        <Text size="sm" c="dimmed">
          {t(WORDS[howStands(version, Date.now())], {
            from,
            until: liveUntil === null ? '' : moment(liveUntil),
            who: version.publishedBy,
          })}
        </Text>
      </Group>
      {before ? <Difference before={before.sentence} after={version.sentence} /> : <p>{version.sentence}</p>}
      {onReturn && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={busy}
          onClick={onReturn}
        >
          {t('rules.versions.return')}
        </Button>
      )}
    </>
  );
}

function Difference({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  const pieces = wordDifference(before, after);
  const changed = pieces.some(({ kind }) => kind !== 'same');
  return (
    <p>
      {pieces.map(({ kind, text }, i) => {
        // Pieces have no name of their own, and never move.
        const key = `${i} ${kind}`;
        if (kind === 'gone') return <del key={key}>{text} </del>;
        if (kind === 'new') return <ins key={key}>{text} </ins>;
        return <span key={key}>{text} </span>;
      })}
      {!changed && <small>{t('rules.versions.same')}</small>}
    </p>
  );
}

/** Which parts of the rule a change was about. */
function ChangedParts({ detail }: { detail: RuleTold['audit'][number]['detail'] }) {
  const { t } = useTranslation();
  const parts = Array.isArray(detail.changed) ? detail.changed.map(String) : [];
  if (parts.length === 0) return null;
  const names = parts.map((part) => t(`rules.audit.part.${part}`, { defaultValue: part }));
  return <small> ({[...new Set(names)].join(', ')})</small>;
}

function AuditList({ rule }: { rule: RuleTold }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (rule.audit.length === 0) return null;
  return (
    <Sheet title={t('rules.audit.title')}>
      <ul className={css.audit}>
        {rule.audit.map(({ at, actor, action, detail }) => (
          <li key={`${at} ${action} ${actor}`}>
            <time dateTime={at}>
              {format.day(at)}, {format.time(at)}
            </time>
            <span>
              {actor === 'system' ? t('rules.audit.system') : actor}
              {': '}
              {t(`rules.audit.${action.replace('rule.', '')}`, { defaultValue: action })}
              <ChangedParts detail={detail} />
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
