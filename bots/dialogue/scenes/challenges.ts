// Challenges: those that go on and those that can be accepted, how far the member is with one, and their answer to it.
import { challengeTitle } from '#src/core/deliveries/challenge-words.ts';
import type { Button } from '#src/core/deliveries/prompt.ts';
import type { ShownChallenge } from '../challenges-asked.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { challengeDetail, challengeState } from './challenge-detail.ts';

const ONE = /^challenge(\.yes|\.no)?:(chl_[0-9a-z]{20})$/;
/** A button each; Viber has room for so many above the menu. */
const MOST = 7;

export const challenges: Scene = (_state, event, view) => {
  const { language } = view;
  if (event.kind === 'action') {
    if (event.action === 'challenges') return { commands: [{ do: 'listChallenges' }] };
    const [, answer, challengeId] = ONE.exec(event.action) ?? [];
    if (!challengeId) return null;
    if (!answer) return { commands: [{ do: 'readChallenge', challengeId }] };
    return {
      commands: [{ do: 'answerChallenge', challengeId, answer: answer === '.yes' ? 'yes' : 'notNow' }],
    };
  }
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'listChallenges':
      return { say: [list(event.challenges, view)] };
    case 'readChallenge':
      return { say: [challengeDetail(event.challenge, event.names, view)] };
    case 'answerChallenge': {
      const { challenge, answer, names } = event;
      if (challenge.state !== 'going') return { say: [later(challenge, view)] };
      const detail = challengeDetail(challenge, names, view);
      const hello = words(language, answer === 'yes' ? 'challenges.accepted' : 'challenges.going');
      return { say: [{ ...detail, text: `${hello}\n\n${detail.text}` }] };
    }
    default:
      return null;
  }
};

/** Nothing is lost by waiting: it stays in the list. */
function later({ challenge }: ShownChallenge, view: View): Say {
  const { language } = view;
  const title = challengeTitle(challenge, language);
  return {
    text: words(language, 'challenges.later', { title }),
    buttons: [[allButton(view)]],
    inPlace: true,
  };
}

function list(all: ShownChallenge[], view: View): Say {
  const { language } = view;
  if (all.length === 0) return { text: words(language, 'challenges.none') };
  const here = all.slice(0, MOST);
  const text = here.map((each) => [heading(each, view), ...challengeState(each, view)].join('\n'));
  return {
    text: [words(language, 'challenges.head'), ...text].join('\n\n'),
    buttons: here.map((each) => [button(each, view)]),
  };
}

function heading({ challenge, state }: ShownChallenge, { language }: View): string {
  const title = challengeTitle(challenge, language);
  return words(language, state === 'open' || state === 'declined' ? 'challenges.fresh' : 'challenges.title', {
    title,
  });
}

function button({ challenge, state }: ShownChallenge, { language }: View): Button {
  return {
    label: challengeTitle(challenge, language),
    action: `challenge:${challenge.challengeId}`,
    ...(state === 'open' ? { tone: 'primary' as const } : {}),
  };
}

function allButton({ language }: View): Button {
  return { label: label(language, 'challenges.all'), action: 'challenges' };
}
