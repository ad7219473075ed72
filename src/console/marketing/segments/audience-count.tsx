import { Alert, Anchor, Collapse, Skeleton, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Condition } from '#src/contract/rule-language.ts';
import type { CountedSegment } from '#src/contract/segments.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { usePlaceWords } from '../../parts/place-words.ts';
import { useTierName } from '../../parts/tier-name.ts';
import css from './audience.module.css';
import { useAudienceCount } from './use-audience-count.ts';

/** Who is meant, how many they are now, and some of them. `where` undefined: the condition is not finished. */
export function AudienceCount({ where }: { where: Condition | null | undefined }) {
  const { t } = useTranslation();
  const placeWords = usePlaceWords();
  const { number } = useFormats();
  const { checked, counted, isFresh, failure } = useAudienceCount(where);
  if (where === undefined) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t('segments.count.unfinished')}
      </Text>
    );
  }
  if (failure) return <FailureNote failure={failure} />;
  if (checked?.problem) {
    return (
      <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} p="sm">
        {placeWords(checked.problem.path)} — {checked.problem.sentence}.
      </Alert>
    );
  }
  return (
    <div className={css.count} data-behind={isFresh ? undefined : true}>
      {checked?.sentence && <p className={css.sentence}>{checked.sentence}</p>}
      <div aria-live="polite">
        {counted === null ? (
          <Skeleton height={28} width={180} />
        ) : (
          <p className={css.members}>
            <strong>
              {counted.about && <span aria-hidden>≈ </span>}
              {t(counted.about ? 'segments.count.about' : 'segments.count.members', {
                count: counted.members,
                shown: number(counted.members),
              })}
            </strong>
            <span>{t('segments.count.reachable', { shown: number(counted.reachable) })}</span>
          </p>
        )}
      </div>
      {counted !== null && counted.sample.length > 0 && <Sample people={counted.sample} />}
    </div>
  );
}

function Sample({ people }: { people: CountedSegment['sample'] }) {
  const { t } = useTranslation();
  const { day } = useFormats();
  const tierName = useTierName();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'segments.sample.hide' : 'segments.sample.show')}
      </Anchor>
      <Collapse expanded={open}>
        <ul className={css.sample}>
          {people.map(({ memberId, name, tier, lastReceiptAt }) => (
            <li key={memberId}>
              <Anchor component={Link} to={`/members/${memberId}`} size="sm">
                {name}
              </Anchor>
              <span>{tierName(tier)}</span>
              <span>
                {lastReceiptAt === null
                  ? t('segments.sample.never')
                  : t('segments.sample.last', { day: day(lastReceiptAt) })}
              </span>
            </li>
          ))}
        </ul>
      </Collapse>
    </div>
  );
}
