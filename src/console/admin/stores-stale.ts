import { adminRoutes } from '#src/contract/admin.ts';
import { sessionRoutes } from '#src/contract/session.ts';
import { BUILDERS } from '../marketing/builders-stale.ts';

/** What a change of a store or a till makes stale: the session, too, says where one may work. */
export const STORES_STALE = { stale: [adminRoutes.listStores, sessionRoutes.readMe, ...BUILDERS] };
