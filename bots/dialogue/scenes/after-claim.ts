// What follows once it is known whose a phone is.

import { burnWaitOf } from '#src/core/members/burn-wait.ts';
import { formatDay, formatPoints, formatTime } from '#src/lib/format.ts';
import type { Opened, Outcome } from '../command.ts';
import type { Say, Step, View } from '../scene.ts';
import { words } from '../words.ts';
import { burnWaitLines } from './burn-wait.ts';
import { cardPicture, spacedNumber } from './card-picture.ts';
import { askName } from './resume.ts';

export function afterClaim(outcome: Extract<Outcome, { did: 'claimPhone'; kind: 'did' }>, view: View): Step {
  const { language } = view;
  switch (outcome.claimed) {
    case 'unknown': {
      const { phone, proven } = outcome;
      return { state: { scene: 'name', phone, proven }, say: [askName(view, 'name.ask', {})] };
    }
    case 'codeNeeded':
      return { commands: [{ do: 'sendCode', phone: outcome.phone }] };
    case 'linked':
      return {
        state: { scene: 'menu' },
        say: [opened(outcome.welcomed ? 'card.found' : 'card.returned', outcome, view)],
      };
    case 'absorbed':
      return {
        state: { scene: 'menu' },
        say: [opened(outcome.welcomed ? 'code.joinedWelcome' : 'code.joined', outcome, view)],
      };
    case 'confirmed': {
      const points = formatPoints(outcome.balance, language);
      const text = outcome.welcomed
        ? words(language, 'code.confirmedWelcome', { points })
        : words(language, 'code.confirmed');
      return { state: { scene: 'menu' }, say: [{ text }] };
    }
  }
}

function opened(
  key: 'card.returned' | 'card.found' | 'code.joined' | 'code.joinedWelcome',
  card: Opened,
  view: View,
): Say {
  const { language, programme, at: now } = view;
  const number = spacedNumber(card.cardNumber);
  const lines = [words(language, key, { points: formatPoints(card.balance, language), number })];
  const wait = burnWaitOf({ burnAllowedFrom: card.burnAllowedFrom, pointsHeldUntil: card.heldUntil }, now);
  if (wait?.why !== 'chat') lines.push(...burnWaitLines(wait, view));
  else {
    const { until: from } = wait;
    const { timeZone } = programme;
    const day = formatDay(from, { language, timeZone, now });
    const sooner = !card.heldUntil || card.heldUntil <= now;
    lines.push(
      words(language, sooner ? 'card.wait' : 'card.waitHeld', {
        day,
        time: formatTime(from, { language, timeZone }),
      }),
    );
  }
  return { text: lines.join('\n\n'), ...cardPicture(card.cardNumber, view) };
}
