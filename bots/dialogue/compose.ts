// From what a scene says to the prompt that is queued: with the keyboard that fits where the conversation stands, as a
// new message or in the place of the one whose button was pressed.
import type { EditPrompt, Key, MessagePrompt, Prompt } from '#src/core/deliveries/prompt.ts';
import type { DialogueEvent } from './event.ts';
import { menuKeyboard, ownPhoneKeyboard, phoneKeyboard } from './keys.ts';
import type { Say, View } from './scene.ts';
import type { State } from './state.ts';

export interface Composed {
  prompt: Prompt;
  later: NonNullable<Say['later']>;
  withinMs?: number;
  onceKey?: string;
}

/** The prompts of one thing said, in their order. */
export function compose(
  say: Say,
  { state, view, event }: { state: State; view: View; event: DialogueEvent },
): Composed[] {
  const { text, buttons, inPlace, later = [], withinMs, onceKey, ...rest } = say;
  const keyboard = keyboardOf(state, view);
  const under = buttons ? { buttons } : {};
  const externalMessageId = inPlace ? event.callback?.externalMessageId : undefined;
  if (externalMessageId) {
    const keys = keyboard === 'none' ? {} : { keyboard };
    const edit: EditPrompt = {
      say: 'edit',
      of: { externalMessageId },
      text,
      ...under,
      ...keys,
      orSend: true,
    };
    return [{ prompt: edit, later: [] }];
  }
  const message: MessagePrompt = { say: 'message', text, ...under, ...rest, keyboard };
  return [{ prompt: message, later: event.messenger === 'telegram' ? later : [], withinMs, onceKey }];
}

function keyboardOf(state: State, { member, language }: View): Key[][] | 'none' {
  if (state.scene === 'ownPhone') return ownPhoneKeyboard(language);
  if (member) return menuKeyboard(language);
  return state.scene === 'start' || state.scene === 'phone' ? phoneKeyboard(language) : 'none';
}
