// The code of a slip that is typed instead of followed: it does what its link does, wherever nothing else is awaited
// that such a code might be the answer to.
import { claimPayload, findTypedCode, readClaimCode } from '#src/core/receipts/claim-code.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import type { Scene, Step, View } from '../scene.ts';
import type { State } from '../state.ts';
import { words } from '../words.ts';
import { resume } from './resume.ts';

export const slip: Scene = (state, event, view) => {
  if (event.kind !== 'text') return null;
  const typed = findTypedCode(event.text);
  if (!typed || (!typed.linked && awaitsWords(state))) return null;
  if (view.member) return { state: { scene: 'menu' }, commands: [{ do: 'claimReceipt', code: typed.code }] };
  const code = readClaimCode(typed.code);
  if (!code) return { say: [{ text: refusalSentence(view.language, 'claim_not_found', {}) }] };
  return keep(claimPayload(code), state, view);
};

/** The answer of a quest or the number of a plastic card may look like a code. */
function awaitsWords(state: State): boolean {
  switch (state.scene) {
    case 'quest':
      return state.awaits === 'words';
    case 'questName':
    case 'plastic':
    case 'addPlastic':
      return true;
    default:
      return false;
  }
}

/** It waits until there is a card. Whoever has begun to register goes on where they are. */
function keep(link: string, state: State, view: View): Step {
  const { language, programme } = view;
  const commands = [
    { do: 'rememberSource', source: link },
    { do: 'keepLink', link },
  ] as const;
  const asked = resume(state, view);
  if (
    state.scene === 'code' ||
    state.scene === 'name' ||
    state.scene === 'plastic' ||
    state.scene === 'consent'
  )
    return {
      ...asked,
      say: [{ text: words(language, 'claim.kept') }, ...(asked.say ?? [])],
      commands: [...commands],
    };
  const hello = words(language, 'start.receipt', { shop: programme.shopName });
  return { state: { scene: 'phone' }, say: [{ text: hello }], commands: [...commands] };
}
