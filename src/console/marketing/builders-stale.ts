import { ruleRoutes } from '#src/contract/rules.ts';
import { segmentRoutes } from '#src/contract/segments.ts';

/** What the builders of rules and segments offer. They keep it for a minute: whatever changes a name in it says so. */
export const BUILDERS = [ruleRoutes.readBuilder, segmentRoutes.readSegmentBuilder];
