// Campaigns, offers, earning rules and rewards, for marketers and admins.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { analyticsGroup } from './analytics-routes.ts';
import { campaignMessageGroup } from './campaign-message-routes.ts';
import { campaignPlanGroup } from './campaign-plan-routes.ts';
import { campaignResultGroup } from './campaign-results-routes.ts';
import { campaignGroup } from './campaign-routes.ts';
import { challengeLiveGroup } from './challenge-live-routes.ts';
import { challengeGroup } from './challenge-routes.ts';
import { offerGroup } from './offer-routes.ts';
import { questCheckSecretGroup } from './quest-check-secret-routes.ts';
import { questFixGroup } from './quest-fix-routes.ts';
import { questLiveGroup } from './quest-live-routes.ts';
import { questPlayGroup } from './quest-play-routes.ts';
import { questPlayerGroup } from './quest-player-routes.ts';
import { questPrizeGroup } from './quest-prize-routes.ts';
import { questResultGroup } from './quest-result-routes.ts';
import { questReviewGroup } from './quest-review-routes.ts';
import { questGroup } from './quest-routes.ts';
import { questSheetGroup } from './quest-sheet-routes.ts';
import { campaignRepairGroup } from './repair-routes.ts';
import { rewardGroup } from './reward-routes.ts';
import { type RuleDeps, ruleGroup } from './rule-routes.ts';
import { savedSegmentGroup } from './saved-segment-routes.ts';
import { segmentFileGroup } from './segment-file-routes.ts';
import { segmentGroup } from './segment-routes.ts';
import { sourceLinkGroup } from './source-link-routes.ts';

export async function marketingGroup(app: FastifyInstance, deps: RuleDeps): Promise<void> {
  app.addHook('onRequest', app.sameOrigin);
  app.addHook('onRequest', app.allowStaff('marketer', 'admin'));
  await app.register(rateLimit, {
    max: 600,
    timeWindow: 60_000,
    hook: 'preHandler',
    keyGenerator: (r) => r.staff?.staffId ?? r.ip,
  });

  campaignGroup(app, deps);
  campaignMessageGroup(app, deps);
  sourceLinkGroup(app, deps);
  campaignPlanGroup(app, deps);
  campaignResultGroup(app, deps);
  campaignRepairGroup(app, deps);
  offerGroup(app, deps);
  ruleGroup(app, deps);
  rewardGroup(app, deps);
  questGroup(app, deps);
  questCheckSecretGroup(app, deps);
  questFixGroup(app, deps);
  questPlayGroup(app, deps);
  questSheetGroup(app, deps);
  questPrizeGroup(app, deps);
  questLiveGroup(app, deps);
  challengeGroup(app, deps);
  challengeLiveGroup(app, deps);
  questReviewGroup(app, deps);
  questResultGroup(app, deps);
  questPlayerGroup(app, deps);
  segmentGroup(app, deps);
  analyticsGroup(app, deps);
  savedSegmentGroup(app, deps);
  segmentFileGroup(app, deps);
}
