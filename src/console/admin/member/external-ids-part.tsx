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

/**
 * What other systems call a member: masked, as it may be a phone or an address there. An admin may see the whole of it, which is
 * noted, and then take such a name away.
 */
export function ExternalIdsPart({ memberId, isActive }: { memberId: string; isActive: boolean }) {
  const { t } = useTranslation();
  const { day } = useFormats();
  const list = useQuery(reading(officeRoutes.listExternalIds, { params: { memberId } }));
  const show = useWriting(officeRoutes.showExternalIds);
  const unlink = useWriting(officeRoutes.unlinkExternalId, { stale: [officeRoutes.listExternalIds] });
  // The list that was shown in whole: another one is masked again.
  const [shown, setShown] = useState<unknown>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const close = () => {
    setChosen(null);
    unlink.reset();
  };
  return (
    <Answer of={list}>
      {(masked) => {
        const whole = shown === masked ? show.data?.externalIds : undefined;
        return (
          <Part
            title={t('members.externalIds.title')}
            empty={masked.externalIds.length === 0}
            nothing={t('members.externalIds.none')}
            actions={
              !whole &&
              masked.externalIds.length > 0 && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  loading={show.isPending}
                  onClick={() => show.mutate({ params: { memberId } }, { onSuccess: () => setShown(masked) })}
                >
                  {t('members.externalIds.show')}
                </Button>
              )
            }
          >
            {whole
              ? whole.map(({ externalId, linkedAt }) => (
                  <li key={externalId}>
                    <Name name={externalId} since={day(linkedAt)} />
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
                ))
              : masked.externalIds.map(({ maskedId, linkedAt }) => (
                  <li key={`${maskedId} ${linkedAt}`}>
                    <Name name={maskedId} since={day(linkedAt)} />
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
        );
      }}
    </Answer>
  );
}

function Name({ name, since }: { name: string; since: string }) {
  const { t } = useTranslation();
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {name}
      <small>{t('members.externalIds.since', { day: since })}</small>
    </span>
  );
}
