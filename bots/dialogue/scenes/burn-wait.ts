import type { BurnWait } from '#src/core/members/burn-wait.ts';
import type { Programme } from '#src/core/stores/read-programme.ts';
import { formatDay, formatTime } from '#src/lib/format.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Language } from '#src/lib/language.ts';
import { words } from '../words.ts';

/** From when points can be spent again and why not before, as the till will have it; nothing when they can. */
export function burnWaitLines(
  wait: BurnWait | null,
  { language, programme, at: now }: { language: Language; programme: Programme; at: Date },
): string[] {
  if (!wait) return [];
  if (wait.why === 'staff')
    return programme.supportPhone
      ? [words(language, 'balance.stopped', { phone: programme.supportPhone })]
      : [refusalSentence(language, 'burn_waits')];
  const { timeZone } = programme;
  const day = formatDay(wait.until, { language, timeZone, now });
  const time = formatTime(wait.until, { language, timeZone });
  return [words(language, wait.why === 'plastic' ? 'balance.waitPlastic' : 'balance.wait', { day, time })];
}
