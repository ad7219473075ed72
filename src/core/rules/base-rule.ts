import type { RuleId } from '#src/lib/id.ts';

/** The rule that every programme comes with (see migrations); its name is ours and not the shop's. */
export const BASE_RULE: RuleId = 'rul_00000000000000000001';
