import { Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { Programme } from '#src/contract/programme.ts';
import { programmeRoutes } from '#src/contract/programme.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { BotsForm } from './bots-form.tsx';
import { CampaignsPart } from './campaigns-part.tsx';
import { ContactsPart } from './contacts-part.tsx';
import { CurrenciesPart } from './currencies-part.tsx';
import { FriendsPart } from './friends-part.tsx';
import { PointsForm } from './points-form.tsx';
import { ShopForm } from './shop-form.tsx';
import { TiersPart } from './tiers-part.tsx';

const PARTS = ['shop', 'points', 'currencies', 'tiers', 'friends', 'campaigns', 'contacts'] as const;

/** The programme: how the shop looks, what points are worth and do, which kinds there are, the tiers, and how campaigns go out. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { part } = useParams();
  const here = PARTS.find((each) => each === part) ?? 'shop';
  const programme = useQuery(reading(programmeRoutes.readProgramme, {}));
  return (
    <Page title={t('nav.settings')}>
      <Tabs value={here} onChange={(next) => void navigate(`/settings/${next ?? ''}`)} keepMounted={false}>
        <Tabs.List mb="lg">
          {PARTS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`settings.part.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Answer of={programme}>{(data) => <SettingsPart part={here} programme={data} />}</Answer>
      </Tabs>
    </Page>
  );
}

function SettingsPart({ part, programme }: { part: (typeof PARTS)[number]; programme: Programme }) {
  return (
    <Tabs.Panel value={part}>
      {part === 'shop' && <ShopForm programme={programme} />}
      {part === 'points' && <PointsForm programme={programme} />}
      {part === 'currencies' && <CurrenciesPart />}
      {part === 'tiers' && <TiersPart programme={programme} />}
      {part === 'friends' && <FriendsPart />}
      {part === 'campaigns' && (
        <Stack>
          <CampaignsPart />
          <BotsForm programme={programme} />
        </Stack>
      )}
      {part === 'contacts' && <ContactsPart />}
    </Tabs.Panel>
  );
}
