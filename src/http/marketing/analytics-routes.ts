// Groups of members, for marketers and admins.
import type { FastifyInstance } from 'fastify';
import { type AnalyticsSettings, analyticsRoutes, type MemberGroups } from '#src/contract/analytics.ts';
import { changeSettings, readSettings } from '#src/core/analytics/change-settings.ts';
import { type Groups, readGroups } from '#src/core/analytics/read-groups.ts';
import { suggestDays } from '#src/core/analytics/suggest-days.ts';
import { localDay } from '#src/core/receipts/local-day.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

/** Inside of the marketing group, which says who may come in. */
export function analyticsGroup(app: FastifyInstance, { database, clock, known }: HttpDeps): void {
  const { db } = database;

  const settings = async (): Promise<AnalyticsSettings> => {
    const { programme } = await known();
    const { newDays, lapsingDays, lostDays, fixedCuts } = await readSettings(db);
    const suggested = await suggestDays(db, programme.timeZone);
    return { newDays, lapsingDays, lostDays, fixedCuts, suggested };
  };

  serve(app, analyticsRoutes.readGroups, async () => {
    const { programme } = await known();
    return tell(await readGroups(db, localDay(clock.now().getTime(), programme.timeZone)));
  });

  serve(app, analyticsRoutes.readSettings, settings);

  serve(app, analyticsRoutes.changeSettings, async ({ body, request }) => {
    const change = { ...body, actor: signedIn(request).staffId, at: clock.now() };
    await transaction(db, (tx) => changeSettings(tx, change));
    return await settings();
  });
}

function tell({ all, run, ...groups }: Groups): MemberGroups {
  const pair = (low: number | null, high: number | null): [number, number] | null =>
    low === null || high === null ? null : [low, high];
  return {
    ...all,
    ...groups,
    cutPoints: run && {
      day: run.runOn,
      madeAt: run.madeAt.toISOString(),
      isFixed: run.isFixed,
      buyers: run.buyers,
      r: pair(run.r1, run.r2),
      f: pair(run.f1, run.f2),
      m: pair(run.m1, run.m2),
      size: pair(run.size1, run.size2),
    },
  };
}
