import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { officeRoutes } from '#src/contract/office.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Part } from './part.tsx';

/** What a member has agreed to and taken back: which text, when, and where. */
export function ConsentsPart({ memberId }: { memberId: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const list = useQuery(reading(officeRoutes.listConsents, { params: { memberId } }));
  return (
    <Answer of={list}>
      {({ consents }) => (
        <Part title={t('members.consents')} empty={consents.length === 0}>
          {consents.map(({ consentId, kind, given, textVersion, channel, recordedAt }) => (
            <li key={consentId}>
              <span>
                {t(`members.consentKind.${kind}`)}
                <small>
                  {format.moment(recordedAt)} · {t(`members.channel.${channel}`, { defaultValue: channel })} ·{' '}
                  {t('members.textVersion', { version: textVersion })}
                </small>
              </span>
              <b>{t(given ? 'members.given' : 'members.takenBack')}</b>
            </li>
          ))}
        </Part>
      )}
    </Answer>
  );
}
