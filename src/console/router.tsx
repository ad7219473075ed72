// Every screen of the console in one list, each loaded when it is first opened: the till downloads no marketing.
import { createBrowserRouter } from 'react-router';
import { GoHome } from './session/go-home.tsx';
import { ScreenFailure } from './session/screen-failure.tsx';
import { SignedIn } from './session/signed-in.tsx';
import { StartingScreen } from './session/starting-screen.tsx';

export const router = createBrowserRouter(
  [
    {
      element: <SignedIn />,
      errorElement: <ScreenFailure />,
      hydrateFallbackElement: <StartingScreen />,
      children: [
        { index: true, element: <GoHome /> },
        {
          path: 'till',
          lazy: async () => ({ Component: (await import('./till/till-screen.tsx')).TillScreen }),
        },
        {
          lazy: async () => ({ Component: (await import('./parts/office.tsx')).Office }),
          children: [
            {
              path: 'today',
              lazy: async () => ({ Component: (await import('./admin/today-screen.tsx')).TodayScreen }),
            },
            {
              path: 'members/:memberId?',
              lazy: async () => ({ Component: (await import('./admin/members-screen.tsx')).MembersScreen }),
            },
            {
              path: 'approvals',
              lazy: async () => ({
                Component: (await import('./admin/approvals-screen.tsx')).ApprovalsScreen,
              }),
            },
            {
              path: 'campaigns',
              lazy: async () => ({
                Component: (await import('./marketing/campaigns/campaigns-screen.tsx')).CampaignsScreen,
              }),
            },
            {
              path: 'campaigns/calendar',
              lazy: async () => ({
                Component: (await import('./marketing/campaigns/calendar-screen.tsx')).CalendarScreen,
              }),
            },
            {
              path: 'campaigns/results',
              lazy: async () => ({
                Component: (await import('./marketing/campaigns/results/league-screen.tsx')).LeagueScreen,
              }),
            },
            {
              path: 'campaigns/:campaignId',
              lazy: async () => ({
                Component: (await import('./marketing/campaigns/campaign-screen.tsx')).CampaignScreen,
              }),
            },
            {
              path: 'quests',
              lazy: async () => ({
                Component: (await import('./marketing/quests/quests-screen.tsx')).QuestsScreen,
              }),
            },
            {
              path: 'quests/:questId',
              lazy: async () => ({
                Component: (await import('./marketing/quests/quest-screen.tsx')).QuestScreen,
              }),
            },
            {
              path: 'quests/:questId/print',
              lazy: async () => ({
                Component: (await import('./marketing/quests/print-screen.tsx')).PrintScreen,
              }),
            },
            {
              path: 'quests/:questId/live',
              lazy: async () => ({
                Component: (await import('./marketing/quests/live/live-screen.tsx')).LiveScreen,
              }),
            },
            {
              path: 'quests/:questId/reviews',
              lazy: async () => ({
                Component: (await import('./marketing/quests/live/reviews-screen.tsx')).ReviewsScreen,
              }),
            },
            {
              path: 'quests/:questId/players/:playerId?',
              lazy: async () => ({
                Component: (await import('./marketing/quests/live/players-screen.tsx')).PlayersScreen,
              }),
            },
            {
              path: 'quests/:questId/results',
              lazy: async () => ({
                Component: (await import('./marketing/quests/live/results-screen.tsx')).ResultsScreen,
              }),
            },
            {
              path: 'links',
              lazy: async () => ({
                Component: (await import('./marketing/links/links-screen.tsx')).LinksScreen,
              }),
            },
            {
              path: 'segments',
              lazy: async () => ({
                Component: (await import('./marketing/segments/segments-screen.tsx')).SegmentsScreen,
              }),
            },
            {
              path: 'segments/:segmentId',
              lazy: async () => ({
                Component: (await import('./marketing/segments/segment-screen.tsx')).SegmentScreen,
              }),
            },
            {
              path: 'rules',
              lazy: async () => ({
                Component: (await import('./marketing/rules/rules-screen.tsx')).RulesScreen,
              }),
            },
            {
              path: 'rules/categories',
              lazy: async () => ({
                Component: (await import('./marketing/rules/categories-screen.tsx')).CategoriesScreen,
              }),
            },
            {
              path: 'rules/:ruleId',
              lazy: async () => ({
                Component: (await import('./marketing/rules/rule-screen.tsx')).RuleScreen,
              }),
            },
            {
              path: 'rewards/:tab?',
              lazy: async () => ({
                Component: (await import('./marketing/rewards/rewards-screen.tsx')).RewardsScreen,
              }),
            },
            {
              path: 'rewards/edit/:rewardId',
              lazy: async () => ({
                Component: (await import('./marketing/rewards/reward-screen.tsx')).RewardScreen,
              }),
            },
            {
              path: 'offers',
              lazy: async () => ({
                Component: (await import('./marketing/offers/offers-screen.tsx')).OffersScreen,
              }),
            },
            {
              path: 'offers/:offerId',
              lazy: async () => ({
                Component: (await import('./marketing/offers/offer-screen.tsx')).OfferScreen,
              }),
            },
            {
              path: 'challenges',
              lazy: async () => ({
                Component: (await import('./marketing/challenges/challenges-screen.tsx')).ChallengesScreen,
              }),
            },
            {
              path: 'challenges/:challengeId',
              lazy: async () => ({
                Component: (await import('./marketing/challenges/challenge-screen.tsx')).ChallengeScreen,
              }),
            },
            {
              path: 'stores',
              lazy: async () => ({ Component: (await import('./admin/stores-screen.tsx')).StoresScreen }),
            },
            {
              path: 'staff',
              lazy: async () => ({ Component: (await import('./admin/staff-screen.tsx')).StaffScreen }),
            },
            {
              path: 'audit',
              lazy: async () => ({ Component: (await import('./admin/audit-screen.tsx')).AuditScreen }),
            },
            {
              path: 'partners',
              lazy: async () => ({
                Component: (await import('./admin/partners/partners-screen.tsx')).PartnersScreen,
              }),
            },
            {
              path: 'partners/:partnerId',
              lazy: async () => ({
                Component: (await import('./admin/partners/partner-screen.tsx')).PartnerScreen,
              }),
            },
            {
              path: 'api-keys',
              lazy: async () => ({ Component: (await import('./admin/api-keys-screen.tsx')).ApiKeysScreen }),
            },
            {
              path: 'imports/:importId?',
              lazy: async () => ({
                Component: (await import('./admin/imports/imports-screen.tsx')).ImportsScreen,
              }),
            },
            {
              path: 'exports',
              lazy: async () => ({
                Component: (await import('./admin/exports/exports-screen.tsx')).ExportsScreen,
              }),
            },
            {
              path: 'webhooks/events',
              lazy: async () => ({
                Component: (await import('./admin/webhooks/events-screen.tsx')).EventsScreen,
              }),
            },
            {
              path: 'webhooks/:endpointId?',
              lazy: async () => ({
                Component: (await import('./admin/webhooks/webhooks-screen.tsx')).WebhooksScreen,
              }),
            },
            {
              path: 'settings/:part?',
              lazy: async () => ({
                Component: (await import('./admin/settings/settings-screen.tsx')).SettingsScreen,
              }),
            },
            { path: '*', element: <GoHome /> },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
);
