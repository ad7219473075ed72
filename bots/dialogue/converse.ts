// One update of one person, from what they did to what they are told: lock the messenger account, let the scenes decide,
// carry out what they ask for, queue what they say, keep where the conversation stands. All in the caller's transaction.
import type { EditPrompt, Key, MessagePrompt, Prompt } from '#src/core/deliveries/prompt.ts';
import { type QueueDelivery, queueDeliveries } from '#src/core/deliveries/queue-delivery.ts';
import {
  ensureIdentity,
  type Identity,
  readIdentity,
  setReachable,
} from '#src/core/members/ensure-identity.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { saveConversation } from '#src/core/members/save-conversation.ts';
import type { SmsMessage } from '#src/core/members/sms-gateway.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Tx } from '#src/db/client.ts';
import type { DeliveryId } from '#src/lib/id.ts';
import type { DialogueDeps } from './commands/doing.ts';
import { carryOut, writes } from './commands.ts';
import type { DialogueEvent } from './event.ts';
import { actionOfLabel, menuKeyboard, ownPhoneKeyboard, phoneKeyboard } from './keys.ts';
import type { Say, SceneEvent, Step, View } from './scene.ts';
import { SCENES } from './scenes.ts';
import { readState, type State } from './state.ts';

export type { DialogueDeps } from './commands/doing.ts';

export interface Conversed {
  /** Where the conversation stands now. */
  scene: State['scene'];
  deliveries: DeliveryId[];
  /** To be handed to the SMS gateway once the transaction has committed: never before, never twice, never logged. */
  sms: SmsMessage[];
}

/** Scenes answer outcomes with further commands; a chain longer than this is a fault of ours. */
const MOST_STEPS = 12;

/** Carries one conversation on by one event. A bug is thrown, and then nothing of the update has happened. */
export async function converse(tx: Tx, event: DialogueEvent, deps: DialogueDeps): Promise<Conversed> {
  const { programme, tiers } = await deps.known();
  const identity = await ensureIdentity(tx, {
    ...event,
    defaultLanguage: programme.defaultLanguage,
    at: event.occurredAt ?? event.at,
  });
  let view = await look(tx, identity, { programme, tiers, at: event.at });
  const before = readState(identity.scene, identity.sceneState, view.member !== null);
  if (event.kind === 'blocked' || event.kind === 'returned') {
    if (!isStale(event, identity))
      await setReachable(tx, { identityId: identity.identityId, reachable: event.kind === 'returned' });
    return { scene: before.scene, deliveries: [], sms: [] };
  }
  if (!identity.reachable) await setReachable(tx, { identityId: identity.identityId, reachable: true });

  let state = before;
  let toast = '';
  const prompts: Queued[] = [];
  const sms: SmsMessage[] = [];
  const events: SceneEvent[] = [recognise(event)];
  for (let steps = 0; events.length > 0; steps++) {
    if (steps > MOST_STEPS) throw new Error(`The scenes of ${state.scene} do not come to an end.`);
    const step = takeStep(state, events.shift() as SceneEvent, view);
    state = step.state ?? state;
    toast = step.toast ?? toast;
    for (const say of step.say ?? []) prompts.push(...compose(say, { state, view, event }));
    for (const command of step.commands ?? []) {
      const outcome = await carryOut({ tx, view, event, deps, sms }, command);
      events.push(outcome);
      if (writes(command) && outcome.kind === 'did') {
        const now = await readIdentity(tx, identity.identityId);
        view = await look(tx, now, { programme, tiers, at: event.at });
      }
    }
  }
  if (event.callback) {
    const { callbackId } = event.callback;
    prompts.unshift({ prompt: { say: 'toast', callbackId, text: toast, alert: false }, later: [] });
  }
  // Whoever is greeted already is not subscribed yet: Viber would refuse anything else.
  const greeted = event.kind === 'start' && event.greeted === true;
  const deliveries = greeted ? [] : await queueAll(tx, prompts, view);
  if (JSON.stringify(state) !== JSON.stringify({ ...stateOf(identity) })) {
    const { scene, ...rest } = state;
    await saveConversation(tx, { identityId: identity.identityId, scene, state: rest });
  }
  return { scene: state.scene, deliveries, sms };
}

async function look(
  tx: Tx,
  identity: Identity,
  known: Pick<View, 'programme' | 'tiers' | 'at'>,
): Promise<View> {
  return { ...known, identity, language: identity.language, member: await memberOf(tx, identity) };
}

async function memberOf(tx: Tx, { memberId }: Identity): Promise<View['member']> {
  if (!memberId) return null;
  try {
    return await readMember(tx, memberId);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Whether the person has been seen since. Messengers tell whole seconds. */
function isStale({ occurredAt }: DialogueEvent, { lastSeenAt }: Identity): boolean {
  return occurredAt !== undefined && occurredAt.getTime() < Math.floor(lastSeenAt.getTime() / 1000) * 1000;
}

/** Labels of keys become the actions they stand for. */
function recognise(event: DialogueEvent): SceneEvent {
  const action = event.kind === 'text' ? actionOfLabel(event.text) : null;
  return action ? { kind: 'action', action } : event;
}

function takeStep(state: State, event: SceneEvent, view: View): Step {
  for (const scene of SCENES) {
    const step = scene(state, event, view);
    if (step) return step;
  }
  throw new Error(`No scene takes ${event.kind} in ${state.scene}.`);
}

interface Queued {
  prompt: Prompt;
  later: NonNullable<Say['later']>;
  withinMs?: number;
}

function compose(
  say: Say,
  { state, view, event }: { state: State; view: View; event: DialogueEvent },
): Queued[] {
  const { text, buttons, inPlace, later = [], withinMs, ...rest } = say;
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
  return [{ prompt: message, later: event.messenger === 'telegram' ? later : [], withinMs }];
}

function keyboardOf(state: State, { member, language }: View): Key[][] | 'none' {
  if (state.scene === 'ownPhone') return ownPhoneKeyboard(language);
  if (member) return menuKeyboard(language);
  return state.scene === 'start' || state.scene === 'phone' ? phoneKeyboard(language) : 'none';
}

async function queueAll(tx: Tx, prompts: Queued[], { identity, member, at }: View): Promise<DeliveryId[]> {
  const to = {
    identityId: identity.identityId,
    memberId: member?.memberId ?? null,
    lane: 'reply',
    at,
  } as const;
  const soon = (ms: number) => new Date(at.getTime() + ms);
  const ids = await queueDeliveries(
    tx,
    prompts.map(({ prompt, withinMs }) => ({
      ...to,
      prompt,
      ...(withinMs ? { notAfter: soon(withinMs) } : {}),
    })),
  );
  const edits = prompts.flatMap(({ later }, i): QueueDelivery[] => {
    const deliveryId = ids[i];
    if (!deliveryId) return [];
    return later.map(({ afterMs, ...change }) => ({
      ...to,
      prompt: { say: 'edit', of: { deliveryId }, ...change, orSend: false },
      notBefore: soon(afterMs),
    }));
  });
  await queueDeliveries(tx, edits);
  return ids.filter((id) => id !== null);
}

function stateOf(identity: Identity): object {
  return { scene: identity.scene, ...(typeof identity.sceneState === 'object' ? identity.sceneState : {}) };
}
