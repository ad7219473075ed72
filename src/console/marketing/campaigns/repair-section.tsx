import { Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CampaignRepair,
  type CampaignRepairs,
  campaignRepairRoutes,
  REPAIR_KINDS,
} from '#src/contract/campaign-repairs.ts';
import type { Campaign } from '#src/contract/marketing.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { lookEveryMs } from './look-every.ts';
import { RepairWindow } from './repair-window.tsx';

export type RepairKind = CampaignRepair['kind'];

/** What can be done when something wrong was sent, and what has been. */
export function RepairSection({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { campaignId } = campaign;
  const repairs = useQuery({
    ...reading(campaignRepairRoutes.listRepairs, { params: { campaignId } }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data && isUnderWay(data) ? lookEveryMs(peopleOf(data)) : false,
  });
  return (
    <Sheet title={t('repair.title')}>
      <Answer of={repairs}>{(data) => <Repairs campaign={campaign} {...data} />}</Answer>
    </Sheet>
  );
}

const isUnderWay = ({ repairs }: CampaignRepairs) =>
  repairs.some(({ status, waiting }) => status === 'running' || waiting > 0);
const peopleOf = ({ repairs }: CampaignRepairs) => Math.max(...repairs.map(({ people }) => people));

function Repairs({ campaign, concerned, repairs }: { campaign: Campaign } & CampaignRepairs) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<RepairKind | null>(null);
  const busy = repairs.some(({ status }) => status === 'running');
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('repair.text')}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {REPAIR_KINDS.map((each) => (
          <Stack key={each} gap={4}>
            <Button
              variant="default"
              disabled={busy || concerned[each] === 0}
              onClick={() => setKind(each)}
              fullWidth
            >
              {t(`repair.${each}.open`)}
            </Button>
            <Text size="xs" c="dimmed" ta="center">
              {t(`repair.${each}.concerned`, { count: concerned[each] })}
            </Text>
          </Stack>
        ))}
      </SimpleGrid>
      {repairs.map((each) => (
        <OneRepair key={each.repairId} campaignId={campaign.campaignId} repair={each} />
      ))}
      {kind && (
        <RepairWindow
          campaign={campaign}
          kind={kind}
          people={concerned[kind]}
          onClose={() => setKind(null)}
        />
      )}
    </Stack>
  );
}

function OneRepair({ campaignId, repair }: { campaignId: string; repair: CampaignRepair }) {
  const { t } = useTranslation();
  const format = useFormats();
  const stop = useWriting(campaignRepairRoutes.stopRepair, { stale: [campaignRepairRoutes.listRepairs] });
  const { repairId, kind, status, people, done, failed, unknown, skipped } = repair;
  const part = (count: number) => (people === 0 ? 0 : Math.min(100, (count / people) * 100));
  const rest = (['unknown', 'failed', 'skipped'] as const).filter((each) => repair[each] > 0);
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {t(`repair.${kind}.done`, { done: format.number(done), all: format.number(people) })}
          </Text>
          <Text size="xs" c="dimmed">
            {[t(`repair.status.${status}`), format.moment(repair.createdAt), repair.createdBy].join(' · ')}
          </Text>
        </div>
        {status === 'running' && (
          <Button
            size="xs"
            variant="default"
            loading={stop.isPending}
            onClick={() => stop.mutate({ params: { campaignId, repairId } })}
          >
            {t('repair.stop')}
          </Button>
        )}
      </Group>
      <Progress.Root size={8} radius="xl" aria-label={t('repair.share', { share: Math.floor(part(done)) })}>
        <Progress.Section value={part(done)} color="brand" />
        <Progress.Section value={part(unknown)} color="yellow" />
        <Progress.Section value={part(failed)} color="red" />
        <Progress.Section value={part(skipped)} color="gray" />
      </Progress.Root>
      {rest.length > 0 && (
        <Text size="xs" c="dimmed">
          {rest.map((each) => t(`repair.rest.${each}`, { value: format.number(repair[each]) })).join(' · ')}
        </Text>
      )}
      <FailureNote failure={stop.error} />
    </Stack>
  );
}
