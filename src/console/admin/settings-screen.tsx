import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import { reading } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { ProgrammeForm } from './programme-form.tsx';

/** The programme: how the shop looks, what a point is worth, how burning works. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const programme = useQuery({
    ...reading(adminRoutes.readProgramme, {}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title={t('nav.settings')}>
      <Answer of={programme}>
        {(data) => <ProgrammeForm key={JSON.stringify(data)} programme={data} />}
      </Answer>
    </Page>
  );
}
