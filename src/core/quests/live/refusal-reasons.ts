/** Ready-made words of staff who refuse a photo: the player reads them in their own language. */
export const REFUSAL_REASONS = ['blurred', 'notIt', 'notOwn', 'repeated'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
