import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { officeRoutes } from '#src/contract/office.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Confirmation } from '../../parts/confirmation.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Part } from './part.tsx';

/** What other systems call a member; an admin may take such a name away. */
export function ExternalIdsPart({ memberId, isActive }: { memberId: string; isActive: boolean }) {
  const { t } = useTranslation();
  const { day } = useFormats();
  const list = useQuery(reading(officeRoutes.listExternalIds, { params: { memberId } }));
  const unlink = useWriting(officeRoutes.unlinkExternalId, { stale: [officeRoutes.listExternalIds] });
  const [chosen, setChosen] = useState<string | null>(null);
  const close = () => {
    setChosen(null);
    unlink.reset();
  };
  return (
    <Answer of={list}>
      {({ externalIds }) => (
        <Part
          title={t('members.externalIds.title')}
          empty={externalIds.length === 0}
          nothing={t('members.externalIds.none')}
        >
          {externalIds.map(({ externalId, linkedAt }) => (
            <li key={externalId}>
              <span style={{ overflowWrap: 'anywhere' }}>
                {externalId}
                <small>{t('members.externalIds.since', { day: day(linkedAt) })}</small>
              </span>
              {isActive && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  style={{ flexShrink: 0 }}
                  aria-label={t('members.externalIds.removeThis', { id: externalId })}
                  onClick={() => setChosen(externalId)}
                >
                  {t('members.externalIds.remove')}
                </Button>
              )}
            </li>
          ))}
          <Confirmation
            opened={chosen !== null}
            title={t('members.externalIds.title')}
            confirm={t('members.externalIds.remove')}
            danger
            busy={unlink.isPending}
            failure={unlink.error}
            onConfirm={() =>
              unlink.mutate(
                { params: { memberId }, query: { externalId: chosen ?? '' } },
                { onSuccess: close },
              )
            }
            onClose={close}
          >
            <span style={{ overflowWrap: 'anywhere' }}>
              {t('members.externalIds.text', { id: chosen ?? '' })}
            </span>
          </Confirmation>
        </Part>
      )}
    </Answer>
  );
}
