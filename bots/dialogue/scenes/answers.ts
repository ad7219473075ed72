// Yes and no to what a member was asked: a burn at a till, a chat that was connected anew. The button proves nothing;
// the business looks whose request it is.
import { formatPoints } from '#src/lib/format.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Outcome } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { burnWaitLines } from './burn-wait.ts';

const ANSWER = /^(burn|identity)\.(yes|no):([a-z]{3}_[0-9a-z]{20})$/;

export const answers: Scene = (_state, event, view) => {
  if (event.kind === 'action' && view.member) {
    const [, about, word, id = ''] = ANSWER.exec(event.action) ?? [];
    if (!about) return null;
    const answer = word === 'yes' ? 'yes' : 'notMe';
    return {
      commands: [
        about === 'burn'
          ? { do: 'answerBurn', burnRequestId: id, answer }
          : { do: 'answerIdentity', identityId: id, answer },
      ],
    };
  }
  if (event.kind !== 'did') return null;
  if (event.did === 'answerBurn') return { say: [burnSettled(event, view)] };
  if (event.did === 'answerIdentity') return { say: [identitySettled(event, view)] };
  return null;
};

function burnSettled(outcome: Extract<Outcome, { did: 'answerBurn'; kind: 'did' }>, { language }: View): Say {
  const inPlace = true;
  switch (outcome.status) {
    case 'accepted':
      return {
        text: words(language, 'burn.accepted', { points: formatPoints(outcome.burnt, language) }),
        inPlace,
      };
    case 'refused':
      return {
        text: words(language, 'burn.refused'),
        buttons: [[{ label: label(language, 'card.new'), action: 'card.new' }]],
        inPlace,
      };
    case 'expired':
      return { text: words(language, 'burn.expired'), inPlace };
    case 'failed': {
      const code = outcome.refusal?.code ?? 'burn_request_settled';
      return { text: refusalSentence(language, code, outcome.refusal?.details), inPlace };
    }
  }
}

function identitySettled(
  { answer, wait }: Extract<Outcome, { did: 'answerIdentity'; kind: 'did' }>,
  view: View,
): Say {
  const { language, programme } = view;
  const phone = programme.supportPhone;
  if (answer === 'yes') {
    const thanks = words(language, wait ? 'identity.yesWaits' : 'identity.yes');
    return { text: [thanks, ...burnWaitLines(wait, view)].join('\n'), inPlace: true };
  }
  const text = phone ? words(language, 'identity.noPhone', { phone }) : words(language, 'identity.no');
  return { text, inPlace: true };
}
