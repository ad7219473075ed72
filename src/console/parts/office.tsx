// The frame of the office screens: a rail on the left, which is a drawer where the screen is narrow.
import { AppShell, Burger, NavLink, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBuildingStore,
  IconCalendar,
  IconCash,
  IconChartPie,
  IconChecks,
  IconDownload,
  IconFlag,
  IconGift,
  IconHeartHandshake,
  IconHistory,
  IconIdBadge2,
  IconKey,
  IconLink,
  IconScale,
  IconSettings,
  IconSpeakerphone,
  IconTag,
  IconTargetArrow,
  IconUpload,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { SCREENS, useMe } from '../session/session-query.ts';
import { ApprovalsBadge } from './approvals-badge.tsx';
import { BudgetsBadge } from './budgets-badge.tsx';
import { Mark } from './mark.tsx';
import css from './office.module.css';
import { PersonMenu } from './person-menu.tsx';

/** What waits for somebody, beside the screen where it is dealt with. */
const BADGES: Record<string, typeof ApprovalsBadge> = { approvals: ApprovalsBadge, rules: BudgetsBadge };

const ICONS: Record<string, typeof IconUsers> = {
  today: IconCalendar,
  members: IconUsers,
  approvals: IconChecks,
  rules: IconScale,
  offers: IconTag,
  rewards: IconGift,
  challenges: IconFlag,
  campaigns: IconSpeakerphone,
  quests: IconTargetArrow,
  segments: IconChartPie,
  links: IconLink,
  stores: IconBuildingStore,
  staff: IconIdBadge2,
  partners: IconHeartHandshake,
  'api-keys': IconKey,
  webhooks: IconWebhook,
  audit: IconHistory,
  imports: IconUpload,
  exports: IconDownload,
  settings: IconSettings,
  till: IconCash,
};

export function Office() {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  const [opened, rail] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: { base: 60, sm: 0 } }}
      navbar={{ width: 236, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={0}
    >
      <AppShell.Header hiddenFrom="sm" className={css.header}>
        <Burger
          opened={opened}
          onClick={rail.toggle}
          aria-label={t('nav.menu')}
          aria-expanded={opened}
          size="sm"
        />
        <Text fw={750}>{me.shop.name}</Text>
        <PersonMenu />
      </AppShell.Header>
      <AppShell.Navbar className={css.rail} aria-label={t('nav.menu')}>
        <UnstyledButton component={Link} to="/" className={css.shop} onClick={rail.close}>
          <Mark size={34} />
          <span>{me.shop.name}</span>
        </UnstyledButton>
        <div className={css.screens}>
          {SCREENS[me.role].map((screen) => {
            const Icon = ICONS[screen] ?? IconCalendar;
            const Waiting = BADGES[screen];
            const here = pathname.split('/')[1] === screen;
            return (
              <NavLink
                key={screen}
                component={Link}
                to={`/${screen}`}
                label={t(`nav.${screen}`)}
                leftSection={<Icon size={20} stroke={1.7} aria-hidden />}
                rightSection={Waiting && <Waiting />}
                active={here}
                aria-current={here ? 'page' : undefined}
                onClick={rail.close}
                className={css.link}
              />
            );
          })}
        </div>
        <div className={css.person}>
          <PersonMenu />
          <span>
            <b>{me.name}</b>
            <small>{t(`role.${me.role}`)}</small>
          </span>
        </div>
      </AppShell.Navbar>
      <AppShell.Main className={css.main}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
