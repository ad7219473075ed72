import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { segmentRoutes } from '#src/contract/segments.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { telling } from '../rules/told-in-language.ts';
import { NewList } from './new-list.tsx';
import { ReadySegments } from './ready-segments.tsx';
import { SavedSegments } from './saved-segments.tsx';

/** Who can be chosen: what the house has ready, and what was saved. */
export function SegmentsScreen() {
  const { t } = useTranslation();
  const list = useQuery(telling(useMe(), segmentRoutes.listSegments, {}));
  return (
    <Page
      title={t('nav.segments')}
      actions={
        <>
          <NewList />
          <Button component={Link} to="/segments/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('segments.new')}
          </Button>
        </>
      }
    >
      <Answer of={list}>{({ segments }) => <SavedSegments segments={segments} />}</Answer>
      <ReadySegments />
    </Page>
  );
}
