// Segments for marketers and admins.
import type { FastifyInstance } from 'fastify';
import { segmentRoutes } from '#src/contract/segments.ts';
import { listOfferNames } from '#src/core/offers/list-offer-names.ts';
import type { Condition } from '#src/core/rules/condition.ts';
import { findRuleProblem } from '#src/core/rules/refuse-rule.ts';
import { checkAudience } from '#src/core/segments/check-audience.ts';
import { countAudience, sampleAudience } from '#src/core/segments/count-audience.ts';
import { fitAudience } from '#src/core/segments/fit-audience.ts';
import { listSegmentNames } from '#src/core/segments/list-segments.ts';
import { readAudience } from '#src/core/segments/read-audience.ts';
import { READY_SEGMENTS } from '#src/core/segments/ready-segments.ts';
import type { MemberId } from '#src/lib/id.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellProblem } from '../tell-problems.ts';
import { tellBuilder } from './builder-routes.ts';
import type { RuleDeps } from './rule-routes.ts';
import { audienceTeller, tellSample } from './tell-segments.ts';

/** Inside of the marketing group, which says who may come in. */
export function segmentGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock } = deps;
  const { db } = database;

  serve(app, segmentRoutes.readSegmentBuilder, async () => {
    const [told, offers, segments] = await Promise.all([
      tellBuilder(deps),
      listOfferNames(db),
      listSegmentNames(db),
    ]);
    return { ...told, offers, segments };
  });

  serve(app, segmentRoutes.listReady, async ({ request }) => {
    const tell = await audienceTeller(deps, signedIn(request).language);
    return { ready: READY_SEGMENTS.map((each) => ({ ...each, sentence: tell(each.where) })) };
  });

  serve(app, segmentRoutes.checkSegment, async ({ body, request }) => {
    const { language } = signedIn(request);
    try {
      const condition = conditionIn(body);
      const tell = await audienceTeller(deps, language);
      return { problem: null, sentence: condition && tell(condition) };
    } catch (error) {
      const problem = findRuleProblem(error);
      if (!problem) throw error;
      return { problem: tellProblem(problem, language), sentence: null };
    }
  });

  serve(app, segmentRoutes.countSegment, async ({ body }) => {
    const [where] = await readAudience(db, [conditionIn(body)], clock.now());
    if (!where) throw new Error('one condition has one expression');
    const counted = await countAudience(db, where);
    const sample = counted.members === 0 ? [] : await sampleAudience(db, where);
    return { ...counted, sample: await tellSample(db, sample) };
  });

  serve(app, segmentRoutes.fitSegment, async ({ body }) => {
    const conditions = [conditionIn(body)];
    const memberId = body.memberId as MemberId;
    const [fits = false] = await fitAudience(db, { memberId, conditions, at: clock.now() });
    return { fits };
  });
}

function conditionIn({ where }: { where: Record<string, unknown> | null }): Condition | null {
  return where === null ? null : checkAudience(where, 'where');
}
