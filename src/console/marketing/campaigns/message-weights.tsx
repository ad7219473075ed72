import { Alert, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { reading } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';

/** What each messenger makes of a message that is too long for it; nothing while all of it fits. */
export function MessageWeights({ campaignId }: { campaignId: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data } = useQuery({
    ...reading(campaignMessageRoutes.readReaders, { params: { campaignId } }),
    placeholderData: keepPreviousData,
  });
  const heavy = (data?.weights ?? []).filter(({ outcome }) => outcome !== 'fits');
  // One text in place of another is as long in every language.
  const told = new Map(heavy.map((one) => [`${one.messenger} ${one.outcome} ${one.length}`, one]));
  if (told.size === 0) return null;
  return (
    <Stack gap={6} role="status">
      {[...told].map(([key, { messenger, outcome, length, limit, language }]) => (
        <Alert key={key} color={outcome === 'cut' ? 'red' : 'orange'} p="xs">
          {t(`campaign.message.${outcome}`, {
            messenger: messenger === 'telegram' ? 'Telegram' : 'Viber',
            language: LANGUAGE_NAMES[language],
            length: format.number(length),
            limit: format.number(limit),
          })}
        </Alert>
      ))}
    </Stack>
  );
}
