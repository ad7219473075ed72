// Saved segments: made, changed and put away.
import type { FastifyInstance } from 'fastify';
import { segmentRoutes } from '#src/contract/segments.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { archiveSegment, changeSegment } from '#src/core/segments/change-segment.ts';
import { checkAudience } from '#src/core/segments/check-audience.ts';
import { countAudience } from '#src/core/segments/count-audience.ts';
import { createSegment } from '#src/core/segments/create-segment.ts';
import { listSegments, noteCount } from '#src/core/segments/list-segments.ts';
import { readAudience } from '#src/core/segments/read-audience.ts';
import { transaction } from '#src/db/client.ts';
import type { SegmentId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';
import { tellOneSegment, tellSegments } from './tell-segments.ts';

/** Inside of the marketing group, which says who may come in. */
export function savedSegmentGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock } = deps;
  const { db } = database;

  const answer = (segmentId: SegmentId, language: Language) => tellOneSegment(deps, segmentId, language);
  /** After a change, so that the list knows how many they are. */
  const countAnew = async (segmentId: SegmentId, condition: Condition | null) => {
    const at = clock.now();
    const [where] = await readAudience(db, [condition], at);
    if (!where) throw new Error('one condition has one expression');
    const { members } = await countAudience(db, where);
    await transaction(db, (tx) => noteCount(tx, { segmentId, members, at }));
  };

  serve(app, segmentRoutes.listSegments, async ({ request }) => ({
    segments: await tellSegments(deps, await listSegments(db), signedIn(request).language),
  }));

  serve(app, segmentRoutes.readSegment, ({ params, request }) =>
    answer(params.segmentId as SegmentId, signedIn(request).language),
  );

  serve(app, segmentRoutes.createSegment, async ({ body, request }) => {
    const { staffId, language } = signedIn(request);
    const where = body.where && checkAudience(body.where, 'where');
    const fresh = { ...body, where, actor: staffId, at: clock.now() };
    const segmentId = await transaction(db, (tx) => createSegment(tx, fresh));
    await countAnew(segmentId, where);
    return await answer(segmentId, language);
  });

  serve(app, segmentRoutes.changeSegment, async ({ params, body, request }) => {
    const { staffId, language } = signedIn(request);
    const { where: sent, changedAt, ...rest } = body;
    const where = sent && checkAudience(sent, 'where');
    const segmentId = params.segmentId as SegmentId;
    const change = {
      ...rest,
      ...(where !== undefined && { where }),
      segmentId,
      changedAt: new Date(changedAt),
      actor: staffId,
      at: clock.now(),
    };
    await transaction(db, (tx) => changeSegment(tx, change));
    if (where !== undefined) await countAnew(segmentId, where);
    return await answer(segmentId, language);
  });

  serve(app, segmentRoutes.archiveSegment, async ({ params, body, request }) => {
    const { staffId, language } = signedIn(request);
    const segmentId = params.segmentId as SegmentId;
    const change = {
      segmentId,
      changedAt: new Date(body.changedAt),
      actor: staffId,
      at: clock.now(),
    };
    await transaction(db, (tx) => archiveSegment(tx, change));
    return await answer(segmentId, language);
  });
}
