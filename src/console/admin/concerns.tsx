import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Concern } from '#src/contract/today.ts';
import { useFormats } from '../parts/formats.ts';
import { Sheet } from '../parts/page.tsx';

/** What needs a person: each line says what was noticed, when and where, and leads to the member. */
export function Concerns({ concerns }: { concerns: Concern[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} size="h5" mb="xs" c="dimmed">
        {t('concerns.title')}
      </Title>
      <Sheet>
        {concerns.length === 0 ? (
          <Text c="dimmed">{t('concerns.none')}</Text>
        ) : (
          <Stack gap="sm">
            {concerns.map((concern) => (
              <Line key={`${concern.kind} ${concern.memberId} ${concern.at}`} concern={concern} />
            ))}
          </Stack>
        )}
      </Sheet>
    </section>
  );
}

function Line({ concern }: { concern: Concern }) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const { kind, at, memberId, shownName, staffName, storeName, receipts } = concern;
  const where = [moment(at), storeName, staffName].filter((each) => each !== null);
  return (
    <div>
      <Text>
        <Anchor component={Link} to={`/members/${memberId}`} fw={600}>
          {shownName}
        </Anchor>
        {': '}
        {t(`concerns.${kind}`, { count: receipts ?? 0 })}
      </Text>
      <Text size="sm" c="dimmed">
        {where.join(' · ')}
      </Text>
    </div>
  );
}
