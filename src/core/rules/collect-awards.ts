import type { Award, Part } from './basket.ts';
import type { Run } from './evaluation-run.ts';
import { type LotTimes, lotTimes } from './lot-schedule.ts';

/**
 * Puts the parts together that become one transfer: the same currency, active and expiring at the same moments. Stamps
 * that are taken join the stamps that are given, unless those become active later.
 */
export function collectAwards(run: Run): void {
  const { parts, effects, book, facts } = run;
  const times: (LotTimes | undefined)[] = [];
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p];
    const scheduleAt = effects[p]?.scheduleAt ?? -1;
    const schedule = book.schedules[scheduleAt];
    if (part === undefined || schedule === undefined) continue;
    let when = times[scheduleAt];
    if (when === undefined) {
      when = lotTimes(schedule, facts.at, book.timeZone);
      times[scheduleAt] = when;
    }
    if (part.points < 0 && when.activeAt > facts.at) {
      addPart(run.evaluation.awards, part, { activeAt: facts.at, waitsFor: null, expiresAt: null });
    } else addPart(run.evaluation.awards, part, when);
  }
}

function addPart(awards: Award[], part: Part, times: LotTimes): void {
  const { activeAt, waitsFor, expiresAt, lifeMonths } = times;
  for (const award of awards) {
    if (
      award.currency === part.currency &&
      award.activeAt === activeAt &&
      award.expiresAt === expiresAt &&
      award.waitsFor === waitsFor &&
      award.lifeMonths === lifeMonths
    ) {
      award.points += part.points;
      award.parts.push(part);
      return;
    }
  }
  awards.push({
    currency: part.currency,
    points: part.points,
    ...times,
    parts: [part],
  });
}
