import { Navigate } from 'react-router';
import { SCREENS, useMe } from './session-query.ts';

/** To the first screen of whoever is signed in. */
export function GoHome() {
  return <Navigate to={`/${SCREENS[useMe().role][0] ?? 'till'}`} replace />;
}
