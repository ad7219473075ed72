// From what a scene says to the prompt that is queued: with the keyboard that fits where the conversation stands, as a
// new message or in the place of the one whose button was pressed.
import { guestKeyboard, menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import type { EditPrompt, Key, MessagePrompt, Prompt } from '#src/core/deliveries/prompt.ts';
import { type DeliveryId, newId, type PlayerId } from '#src/lib/id.ts';
import type { DialogueEvent } from './event.ts';
import { ownPhoneKeyboard, phoneKeyboard } from './keys.ts';
import type { Lasting, Say, View } from './scene.ts';
import type { State } from './state.ts';

export interface Composed {
  prompt: Prompt;
  later: NonNullable<Say['later']>;
  withinMs?: number;
  onceKey?: string;
  /** Named here, because it is the message of this player's quest from now on. */
  lasts?: { deliveryId: DeliveryId; playerId: PlayerId };
}

interface Where {
  state: State;
  view: View;
  event: DialogueEvent;
}

/** The prompts of one thing said, in their order. */
export function compose(say: Say, where: Where): Composed[] {
  const { view, event, state } = where;
  const { text, buttons, inPlace, later = [], withinMs, onceKey, lasting, ...rest } = say;
  if (lasting && event.messenger === 'telegram') return composeLasting(say, lasting, where);
  const keyboard = keyboardOf(state, view);
  const under = buttons ? { buttons } : {};
  const externalMessageId = inPlace ? event.callback?.externalMessageId : undefined;
  if (externalMessageId) return [{ prompt: editOf({ externalMessageId }, say, keyboard), later: [] }];
  const message: MessagePrompt = { say: 'message', text, ...under, ...rest, keyboard };
  return [{ prompt: message, later: event.messenger === 'telegram' ? later : [], withinMs, onceKey }];
}

/** The message of a quest is changed where it is; where it cannot be, a new one takes its place and the old one goes. */
function composeLasting(
  say: Say,
  { message: { now, playerId }, fresh, adopts }: Lasting,
  { state, view, event }: Where,
): Composed[] {
  const { text, buttons, picture, inPlace } = say;
  const keyboard = keyboardOf(state, view);
  const pressed = inPlace ? event.callback?.externalMessageId : undefined;
  const shown = picture?.picture === 'stored' ? picture.pictureId : null;
  if (now && now.pictureId === shown) {
    const isIt = pressed !== undefined && (now.externalMessageId ?? pressed) === pressed;
    if (isIt) return [{ prompt: editOf({ externalMessageId: pressed }, say, keyboard), later: [] }];
    if (pressed === undefined && !fresh)
      return [{ prompt: editOf({ deliveryId: now.deliveryId }, say, keyboard), later: [] }];
  }
  const lasts = { deliveryId: newId('dlv', view.at.getTime()), playerId };
  if (!now && adopts && pressed && shown === null)
    return [{ prompt: editOf({ externalMessageId: pressed }, say, keyboard), later: [], lasts }];
  const anew: MessagePrompt = {
    say: 'message',
    text,
    ...(buttons && { buttons }),
    ...(picture && { picture }),
    keyboard,
  };
  const gone: Composed[] = now
    ? [{ prompt: { say: 'delete', of: { deliveryId: now.deliveryId }, text: '' }, later: [] }]
    : [];
  return [...gone, { prompt: anew, later: [], lasts }];
}

function editOf(
  of: EditPrompt['of'],
  { text, buttons }: Pick<Say, 'text' | 'buttons'>,
  keyboard: Key[][] | 'none',
): EditPrompt {
  const keys = keyboard === 'none' ? {} : { keyboard };
  return { say: 'edit', of, text, ...(buttons && { buttons }), ...keys, orSend: true };
}

function keyboardOf(state: State, { member, language }: View): Key[][] | 'none' {
  if (state.scene === 'ownPhone') return ownPhoneKeyboard(language);
  if (member) return menuKeyboard(language);
  switch (state.scene) {
    case 'start':
    case 'phone':
      return phoneKeyboard(language);
    case 'questLink':
    case 'quest':
    case 'questName':
      return guestKeyboard(language);
    default:
      return 'none';
  }
}
