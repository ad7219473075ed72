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
              path: 'campaigns',
              lazy: async () => ({
                Component: (await import('./marketing/campaigns-screen.tsx')).CampaignsScreen,
              }),
            },
            {
              path: 'campaigns/:campaignId',
              lazy: async () => ({
                Component: (await import('./marketing/campaign-screen.tsx')).CampaignScreen,
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
              path: 'api-keys',
              lazy: async () => ({ Component: (await import('./admin/api-keys-screen.tsx')).ApiKeysScreen }),
            },
            {
              path: 'settings',
              lazy: async () => ({ Component: (await import('./admin/settings-screen.tsx')).SettingsScreen }),
            },
            { path: '*', element: <GoHome /> },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
);
