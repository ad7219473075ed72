import type { Evaluation } from '../rules/basket.ts';

/**
 * Points of a receipt whose till's clock is ahead of ours (by up to CLOCK_SKEW_MINUTES of receipt-input) are good from the moment
 * that we hear of it: they would wait for a minute or so, and be told as points that come later.
 */
export function notAhead<Evaluated extends Evaluation>(
  evaluation: Evaluated,
  { occurredAt, at }: { occurredAt: Date; at: Date },
): Evaluated {
  const told = occurredAt.getTime();
  if (told <= at.getTime()) return evaluation;
  const awards = evaluation.awards.map((award) =>
    award.activeAt === told ? { ...award, activeAt: at.getTime() } : award,
  );
  return { ...evaluation, awards };
}
