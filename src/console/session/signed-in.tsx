// The door: below it somebody is signed in, and sees only the screens of their role.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { showOwnLanguage } from '../i18n.ts';
import { Notices } from '../parts/notices.tsx';
import { GoHome } from './go-home.tsx';
import { NoConnectionScreen } from './no-connection-screen.tsx';
import { MeContext, rememberMe, SCREENS, sessionQuery } from './session-query.ts';
import { SignInScreen } from './sign-in-screen.tsx';
import { StartingScreen } from './starting-screen.tsx';

export function SignedIn() {
  const session = useQuery(sessionQuery);
  const { pathname } = useLocation();
  const language = session.data?.language;
  useEffect(() => {
    if (language) void showOwnLanguage(language);
  }, [language]);

  const { data: me } = session;
  useEffect(() => {
    if (me !== undefined) rememberMe(me);
  }, [me]);

  if (session.isPending) return <StartingScreen />;
  if (session.isError && !session.data) return <NoConnectionScreen onRetry={() => void session.refetch()} />;
  if (!session.data) return <SignInScreen />;
  const screen = pathname.split('/')[1] ?? '';
  const allowed = screen === '' || SCREENS[session.data.role].includes(screen);
  return (
    <MeContext value={session.data}>
      <Notices>{allowed ? <Outlet /> : <GoHome />}</Notices>
    </MeContext>
  );
}
