import { Alert, Skeleton, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowsCross, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Checked } from '#src/contract/rule-shapes.ts';
import { usePlaceWords } from '../../parts/place-words.ts';
import css from './rule-editor.module.css';

/** The rule in plain words as it stands on the screen now, and what speaks against it. */
export function SentenceCard({
  checked,
  incomplete,
  state,
}: {
  checked: Checked | null;
  /** Something on the screen has no value yet. */
  incomplete: boolean;
  state: 'saved' | 'asLaunched' | 'saving' | 'incomplete' | 'behind' | 'wrong';
}) {
  const { t } = useTranslation();
  const placeWords = usePlaceWords();
  return (
    <section className={css.sentence} aria-label={t('rules.sentence.title')}>
      <h2>{t('rules.sentence.title')}</h2>
      <div aria-live="polite">
        {incomplete ? (
          <p data-quiet>{t('rules.sentence.incomplete')}</p>
        ) : checked === null ? (
          <Skeleton height={22} />
        ) : (
          <p data-sentence>{checked.sentence}</p>
        )}
        {!incomplete && checked?.problem && (
          <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} p="sm" mt="sm">
            {placeWords(checked.problem.path)} — {checked.problem.sentence}.
          </Alert>
        )}
      </div>
      {!incomplete && checked !== null && checked.conflicts.length > 0 && (
        <ConflictList conflicts={checked.conflicts} />
      )}
      <Text component="div" size="sm" c="dimmed" role="status" className={css.state}>
        {state === 'saved' && <IconCheck size={16} aria-hidden />}
        {t(`rules.state.${state}`)}
      </Text>
    </section>
  );
}

/** What a rule gets in the way of, one sentence each, with the way to the other rule. */
export function ConflictList({ conflicts }: { conflicts: Checked['conflicts'] }) {
  const { t } = useTranslation();
  return (
    <div className={css.conflicts}>
      <h3>
        <IconArrowsCross size={18} aria-hidden />
        {t('rules.conflict.title')}
      </h3>
      <ul>
        {conflicts.map(({ kind, ruleId, name, sentence }) => (
          <li key={`${kind} ${ruleId ?? ''} ${sentence}`}>
            {sentence}
            {ruleId && (
              <>
                {' '}
                <Link to={`/rules/${ruleId}`}>{t('rules.conflict.open', { name: name ?? '' })}</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
