// Updates of several people, from what they did to what they are told: lock the messenger accounts, let the scenes
// decide, carry out what they ask for, queue what they say, keep where each conversation stands. What is alike for all
// of them is one statement for all of them. Everything happens in the caller's transaction.
import {
  ensureIdentities,
  type Identity,
  readIdentity,
  setReachable,
} from '#src/core/members/ensure-identity.ts';
import { listMembers, type Member } from '#src/core/members/read-member.ts';
import { type KeptConversation, saveConversations } from '#src/core/members/save-conversation.ts';
import type { SmsMessage } from '#src/core/members/sms-gateway.ts';
import { type HeldPlays, holdNothing, writeHeld } from '#src/core/quests/held-plays.ts';
import { holdPlays } from '#src/core/quests/open-play.ts';
import type { Tx } from '#src/db/client.ts';
import type { DeliveryId } from '#src/lib/id.ts';
import type { Command, Outcome } from './command.ts';
import type { DialogueDeps } from './commands/doing.ts';
import { carryOut, locksMember, plays, writes } from './commands.ts';
import { type Composed, compose } from './compose.ts';
import type { DialogueEvent } from './event.ts';
import { mayPlay } from './quest-locks.ts';
import { queueSaid } from './queue-said.ts';
import type { SceneEvent, View } from './scene.ts';
import { readState, type State } from './state.ts';
import { recognise, takeStep } from './take-step.ts';

export type { DialogueDeps } from './commands/doing.ts';

export interface Conversed {
  /** Where the conversation stands now. */
  scene: State['scene'];
  deliveries: DeliveryId[];
  /** To be handed to the SMS gateway once the transaction has committed: never before, never twice, never logged. */
  sms: SmsMessage[];
  /** It has locked a member's points or row, and perhaps budgets after them: the transaction should end now. */
  locksMember: boolean;
}

/** Scenes answer outcomes with further commands; a chain longer than this is a fault of ours. */
const MOST_STEPS = 12;

/** Carries one conversation on by one event. A bug is thrown, and then nothing of the update has happened. */
export async function converse(tx: Tx, event: DialogueEvent, deps: DialogueDeps): Promise<Conversed> {
  const [conversed] = await converseAll(tx, [event], deps);
  if (!conversed) throw new Error('A conversation came to nothing.');
  return conversed;
}

/**
 * Carries on the conversations of several people, one event each, and answers in their order, up to the first that locks
 * a member: those after it belong into the next transaction, since everybody locks all points first, then members, then
 * budgets. A bug in one of them is thrown, and then nothing of any has happened.
 */
export async function converseAll(tx: Tx, events: DialogueEvent[], deps: DialogueDeps): Promise<Conversed[]> {
  const known = await deps.known();
  const { tiers, currencies } = known;
  // A shop that has not written its rules down elsewhere has them on our own page.
  const termsUrl = known.programme.termsUrl || `${deps.publicUrl}/terms`;
  const programme = { ...known.programme, termsUrl };
  const identities = await ensureIdentities(
    tx,
    events.map((event) => ({
      ...event,
      defaultLanguage: programme.defaultLanguage,
      at: event.occurredAt ?? event.at,
    })),
  );
  const members = await membersOf(tx, identities);
  const holdsPlayers = events.some((event, index) => mayPlay(event, identities[index]));
  const keys = events.map(({ carriedBy }) => carriedBy);
  const held = holdsPlayers ? await holdPlays(tx, { speakers: identities, keys }) : holdNothing();
  const talks: Talk[] = [];
  // Once somebody's command has written, what was read of the others before may be old.
  let written = false;
  for (const [index, event] of events.entries()) {
    let identity = identities[index];
    if (!identity) throw new Error('An upsert gave no row.');
    if (written) identity = await readIdentity(tx, identity.identityId);
    const member = written ? await memberOf(tx, identity) : (members.get(identity.memberId ?? '') ?? null);
    const view = {
      programme,
      tiers,
      currencies,
      at: event.at,
      identity,
      language: identity.language,
      member,
    };
    const talk = await carryOn(tx, { event, view, deps, held, holdsPlayers });
    written ||= talk.written;
    talks.push(talk);
    if (talk.locksMember) break;
  }
  await writeHeld(tx, held);
  const deliveries = await queueSaid(tx, talks);
  await saveConversations(
    tx,
    talks.flatMap((talk) => talk.kept ?? []),
  );
  return talks.map(({ state, sms, locksMember: locks }, index) => ({
    scene: state.scene,
    sms,
    locksMember: locks,
    deliveries: deliveries[index] ?? [],
  }));
}

/** What one event came to, before its words are queued and its place is kept. */
interface Talk {
  view: View;
  state: State;
  prompts: Composed[];
  sms: SmsMessage[];
  /** Where the conversation stands, when it has moved. */
  kept: KeptConversation | null;
  written: boolean;
  locksMember: boolean;
}

interface CarryOn {
  event: DialogueEvent;
  view: View;
  deps: DialogueDeps;
  held: HeldPlays;
  /** Whoever speaks in this transaction is locked in all that they play. */
  holdsPlayers: boolean;
}

async function carryOn(tx: Tx, { event, view: seen, deps, held, holdsPlayers }: CarryOn): Promise<Talk> {
  const { identity } = seen;
  const { identityId } = identity;
  let view = seen;
  let state = readState(identity.scene, identity.sceneState, view.member !== null);
  const talk: Talk = { view, state, prompts: [], sms: [], kept: null, written: false, locksMember: false };
  if (event.kind === 'blocked' || event.kind === 'returned') {
    if (!isStale(event, identity))
      await setReachable(tx, { identityId, reachable: event.kind === 'returned' });
    return talk;
  }
  if (!identity.reachable) await setReachable(tx, { identityId, reachable: true });

  let toast = '';
  const { prompts, sms } = talk;
  const events: SceneEvent[] = [recognise(event)];
  // A campaign's message stays as it is: what its buttons bring is said below it.
  let apart = false;
  // Whoever is greeted already is not subscribed yet: Viber would refuse anything else.
  const greeted = event.kind === 'start' && event.greeted === true;
  for (let steps = 0; ; steps++) {
    // What a link brought is done as soon as there is a member to do it for, after what the person did by themselves.
    if (events.length === 0 && view.member && view.identity.waitingLink && !greeted)
      events.push(await act({ do: 'takeLink' }));
    const next = events.shift();
    if (!next) break;
    if (steps > MOST_STEPS) throw new Error(`The scenes of ${state.scene} do not come to an end.`);
    // Whoever presses something else has put the list away.
    if (state.scene === 'list' && next.kind === 'action' && !next.action.startsWith('list'))
      state = { scene: 'menu' };
    const step = takeStep(state, next, view);
    state = step.state ?? state;
    toast = step.toast ?? toast;
    for (const say of step.say ?? [])
      prompts.push(...compose(apart ? { ...say, inPlace: false } : say, { state, view, event }));
    for (const command of step.commands ?? []) {
      const outcome = await act(command);
      const isPress = outcome.kind === 'did' && outcome.did === 'pressCampaign';
      apart ||= isPress;
      const pressed = isPress ? outcome.action : null;
      events.push(pressed === null ? outcome : { kind: 'action', action: pressed });
    }
  }
  if (event.callback) {
    const { callbackId } = event.callback;
    prompts.unshift({ prompt: { say: 'toast', callbackId, text: toast, alert: false }, later: [] });
  }
  const { scene, ...rest } = state;
  const moved = JSON.stringify(state) !== JSON.stringify(stateOf(identity));
  return {
    ...talk,
    view,
    state,
    prompts: greeted ? [] : prompts,
    kept: moved ? { identityId, scene, state: rest } : null,
  };

  /** Carries a command out, and looks anew at what it may have changed. */
  async function act(command: Command): Promise<Outcome> {
    const outcome = await carryOut({ tx, view, event, deps, held, sms }, command);
    if (plays(command)) talk.locksMember ||= !holdsPlayers || held.locksPrize;
    if (!writes(command)) return outcome;
    talk.written = true;
    talk.locksMember ||= locksMember(command);
    if (outcome.kind !== 'did') return outcome;
    const now = await readIdentity(tx, identityId);
    view = { ...view, identity: now, language: now.language, member: await memberOf(tx, now) };
    return outcome;
  }
}

/** The members among them who are still members. */
async function membersOf(tx: Tx, identities: Identity[]): Promise<Map<string, Member>> {
  const rows = await listMembers(
    tx,
    identities.flatMap(({ memberId }) => memberId ?? []),
  );
  return new Map(rows.filter((row) => row.status === 'active').map((row) => [row.memberId, row]));
}

async function memberOf(tx: Tx, identity: Identity): Promise<Member | null> {
  return (await membersOf(tx, [identity])).get(identity.memberId ?? '') ?? null;
}

/** Whether the person has been seen since. Messengers tell whole seconds. */
function isStale({ occurredAt }: DialogueEvent, { lastSeenAt }: Identity): boolean {
  return occurredAt !== undefined && occurredAt.getTime() < Math.floor(lastSeenAt.getTime() / 1000) * 1000;
}

function stateOf(identity: Identity): object {
  return { scene: identity.scene, ...(typeof identity.sceneState === 'object' ? identity.sceneState : {}) };
}
