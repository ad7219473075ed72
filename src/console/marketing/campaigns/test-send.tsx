import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { useWriting } from '../../api/api-queries.ts';
import type { Language } from '../../i18n.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Sheet } from '../../parts/page.tsx';
import { remembered } from '../../remembered.ts';
import type { Section } from './use-campaign-draft.ts';

const lastPhone = remembered('kartka.test-phone', z.string().max(32));

/** The message on the marketer's own phone, before anybody else gets it. */
export function TestSend({
  campaignId,
  language,
  save,
}: {
  campaignId: string;
  language: Language;
  save: Section['save'];
}) {
  const { t } = useTranslation();
  const [phone, setPhone] = useState(() => lastPhone.read() ?? '');
  const test = useWriting(marketingRoutes.testCampaign);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    lastPhone.write(phone);
    if ((await save()) !== null) test.mutate({ params: { campaignId }, body: { phone, language } });
  };
  return (
    <Sheet title={t('campaign.test.title')}>
      <form onSubmit={(event) => void submit(event)}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('campaign.test.text')}
        </Text>
        <Group align="end" gap="sm" mb={test.error || test.data ? 'sm' : 0}>
          <TextInput
            label={t('campaign.test.phone')}
            value={phone}
            onChange={(event) => setPhone(event.currentTarget.value)}
            inputMode="tel"
            autoComplete="tel"
            placeholder="067 123 45 67"
            flex={1}
            miw={180}
          />
          <Button type="submit" variant="light" loading={test.isPending} disabled={phone.trim().length < 5}>
            {t('campaign.test.send')}
          </Button>
        </Group>
        <FailureNote failure={test.error} />
        {test.data && !test.isPending && (
          <Group gap="xs" role="status">
            <IconCheck size={18} aria-hidden />
            <Text size="sm">{t('campaign.test.sent')}</Text>
          </Group>
        )}
      </form>
    </Sheet>
  );
}
