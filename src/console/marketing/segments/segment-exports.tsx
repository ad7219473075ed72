import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FEWEST_FOR_ADS, type SegmentTaken, segmentRoutes } from '#src/contract/segments.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';

const NETWORKS = ['meta', 'google', 'members'] as const;
/** The file is noted when it begins: a moment later it stands in the list. */
const LOOK_AGAIN_MS = 1_500;

/** The people as files: hashes for advertising networks, and the members; what was taken before. */
export function SegmentExports({ segmentId }: { segmentId: string }) {
  const { t } = useTranslation();
  const taken = useQuery(reading(segmentRoutes.listTaken, { params: { segmentId } }));
  return (
    <Sheet title={t('segments.exports.title')}>
      <Answer of={taken}>
        {(answer) => (
          <Stack>
            <ForAds taken={answer} />
            <Group gap="xs">
              {NETWORKS.map((network) => (
                <Button
                  key={network}
                  component="a"
                  href={`/api/marketing/segments/${segmentId}/exports/${network}.csv`}
                  download
                  variant="default"
                  leftSection={<IconDownload size={18} aria-hidden />}
                  onClick={() => setTimeout(() => void taken.refetch(), LOOK_AGAIN_MS)}
                >
                  {t(`segments.exports.${network}`)}
                </Button>
              ))}
            </Group>
            {answer.exports.length > 0 && <Before exports={answer.exports} />}
          </Stack>
        )}
      </Answer>
    </Sheet>
  );
}

function ForAds({ taken: { forAds, about } }: { taken: SegmentTaken }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <>
      <Text>
        {t('segments.exports.forAds', { count: forAds, shown: `${about ? '≈ ' : ''}${number(forAds)}` })}
      </Text>
      {forAds < FEWEST_FOR_ADS && (
        <Alert color="orange" variant="light" p="sm">
          {t('segments.exports.few', { count: FEWEST_FOR_ADS })}
        </Alert>
      )}
    </>
  );
}

function Before({ exports: taken }: { exports: SegmentTaken['exports'] }) {
  const { t } = useTranslation();
  const { number, moment } = useFormats();
  return (
    <Records
      label={t('segments.exports.before')}
      columns={[
        { name: t('segments.exports.when'), cell: ({ askedAt }) => moment(askedAt) },
        { name: t('segments.exports.what'), cell: ({ network }) => t(`segments.exports.${network}`) },
        { name: t('segments.exports.who'), cell: ({ askedBy }) => askedBy },
        {
          name: t('segments.exports.people'),
          figures: true,
          cell: ({ people }) => (people === null ? '–' : number(people)),
        },
      ]}
      records={taken}
      keyOf={({ askedAt, network }) => `${askedAt} ${network}`}
    />
  );
}
