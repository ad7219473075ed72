// Every command and how it is carried out: one exhaustive table.
import { keepLink, takeLink } from '#src/core/members/keep-link.ts';
import { rememberSource } from '#src/core/members/save-conversation.ts';
import { setLanguage } from '#src/core/members/set-language.ts';
import { setPreferredMessenger } from '#src/core/members/set-preferred-messenger.ts';
import { forgetHeld, writeHeld } from '#src/core/quests/held-plays.ts';
import { Refusal } from '#src/core/refusal.ts';
import { listStores } from '#src/core/stores/read-store.ts';
import { savepoint } from '#src/db/client.ts';
import type { Command, Outcome } from './command.ts';
import { press } from './commands/campaigns.ts';
import { showCard } from './commands/card.ts';
import { answerChallenge, challenges, oneChallenge } from './commands/challenges.ts';
import { checkCode, sendCode } from './commands/code.ts';
import { readContact, setContact, turnTopic } from './commands/contact.ts';
import { type Doing, provenSpeaker } from './commands/doing.ts';
import { buyAgain, favourites } from './commands/favourites.ts';
import { friends, join, showName } from './commands/friends.ts';
import { accept, cancel, giftOf, giftRoom, give } from './commands/gifts.ts';
import { addPlastic, claim, findPlastic, register } from './commands/join.ts';
import {
  archive,
  birthday,
  block,
  burn,
  erase,
  identity,
  liveCode,
  newCard,
  offers,
  settings,
} from './commands/member.ts';
import { moveGroup } from './commands/move-group.ts';
import { offersOf, oneOffer, putBack, take } from './commands/offers.ts';
import { quest } from './commands/quests.ts';
import { readHistory } from './commands/read-history.ts';
import { readWallet } from './commands/read-wallet.ts';
import { claimSlip, openPurchase, rate, readReceipt, transferOf } from './commands/receipts.ts';
import { oneOrder, oneReward, order, orders, rewards, undo } from './commands/rewards.ts';
import { shopping } from './commands/shopping.ts';
import { connectStaffChat, pressReview } from './commands/staff-chats.ts';
import { openTeams } from './commands/teams.ts';
import type { QuestAsked } from './quest-asked.ts';

/**
 * `write` runs in a savepoint, so that a refusal leaves nothing half done; `play` likewise, unless it `refusesFirst`: it is
 * never refused after it has written. It changes nothing but what somebody has in a quest. `count` writes what a refusal must
 * not undo and guards itself; `read` writes nothing.
 */
interface Entry<C> {
  how: 'read' | 'write' | 'play' | 'count';
  /** Whether it locks points or the row of a member whom others may be serving at the moment. */
  locksMember?: (command: C) => boolean;
  refusesFirst?: (command: C) => boolean;
  run: (doing: Doing, command: C) => Promise<Outcome> | Outcome;
}

const always = () => true;
const JOINS = new Set<QuestAsked['quest']>(['link', 'join']);

const TABLE: { [Name in Command['do']]: Entry<Extract<Command, { do: Name }>> } = {
  rememberSource: {
    how: 'write',
    run: async ({ tx, view }, { source }) => {
      await rememberSource(tx, { identityId: view.identity.identityId, source });
      return { kind: 'did', did: 'rememberSource' };
    },
  },
  openTeams: { how: 'play', run: openTeams },
  // It holds teams with their players, so that the transaction has to end soon.
  moveGroup: { how: 'write', locksMember: always, run: moveGroup },
  connectStaffChat: { how: 'count', run: connectStaffChat },
  // It holds the row of a message, so that the transaction has to end soon.
  pressReview: { how: 'write', locksMember: always, run: pressReview },
  setLanguage: {
    how: 'write',
    locksMember: always,
    run: async ({ tx, view }, { language }) => {
      const { identityId, memberId } = view.identity;
      await setLanguage(tx, { identityId, memberId, language });
      return { kind: 'did', did: 'setLanguage' };
    },
  },
  claimPhone: { how: 'write', locksMember: ({ proven }) => proven, run: claim },
  sendCode: { how: 'count', run: sendCode },
  checkCode: { how: 'count', run: checkCode },
  findPlastic: { how: 'count', run: findPlastic },
  addPlastic: { how: 'count', locksMember: always, run: addPlastic },
  register: { how: 'write', locksMember: ({ plastic }) => plastic !== null, run: register },
  readCard: { how: 'read', run: showCard },
  issueLiveCode: { how: 'read', run: liveCode },
  readBalance: { how: 'read', run: readWallet },
  readHistory: { how: 'read', run: readHistory },
  openPurchase: { how: 'read', run: openPurchase },
  readFavourites: { how: 'read', run: favourites },
  buyAgain: { how: 'write', run: buyAgain },
  readReceipt: { how: 'read', run: readReceipt },
  rateReceipt: { how: 'write', locksMember: always, run: rate },
  readTransfer: { how: 'read', run: transferOf },
  readGiftRoom: { how: 'read', run: giftRoom },
  giveGift: { how: 'write', locksMember: always, run: give },
  readGift: { how: 'read', run: giftOf },
  acceptGift: { how: 'write', locksMember: always, run: accept },
  cancelGift: { how: 'write', locksMember: always, run: cancel },
  claimReceipt: { how: 'count', locksMember: always, run: claimSlip },
  readOffers: { how: 'read', run: offersOf },
  readOffer: { how: 'read', run: oneOffer },
  takeOffer: { how: 'write', locksMember: always, run: take },
  // It holds the row of a message, so that the transaction has to end soon.
  pressCampaign: { how: 'write', locksMember: always, run: press },
  putBackOffer: { how: 'write', locksMember: always, run: putBack },
  keepLink: {
    how: 'write',
    run: async ({ tx, view }, { link }) => {
      await keepLink(tx, { identityId: view.identity.identityId, link });
      return { kind: 'did', did: 'keepLink' };
    },
  },
  takeLink: {
    how: 'write',
    run: async ({ tx, view }) => {
      const link = await takeLink(tx, view.identity.identityId);
      return { kind: 'did', did: 'takeLink', link };
    },
  },
  readFriends: { how: 'write', run: friends },
  joinByInvite: { how: 'write', run: join },
  showFriendName: { how: 'write', run: showName },
  readRewards: { how: 'read', run: rewards },
  readReward: { how: 'read', run: oneReward },
  orderReward: { how: 'write', locksMember: always, run: order },
  listOrders: { how: 'read', run: orders },
  readOrder: { how: 'read', run: oneOrder },
  undoOrder: { how: 'write', locksMember: always, run: undo },
  listChallenges: { how: 'read', run: challenges },
  readChallenge: { how: 'read', run: oneChallenge },
  answerChallenge: { how: 'write', locksMember: always, run: answerChallenge },
  setBirthday: { how: 'write', locksMember: always, run: birthday },
  shopping: { how: 'write', run: shopping },
  // A link joins before it plays, and whoever joins may be refused what comes after it.
  quest: { how: 'play', refusesFirst: ({ asked }) => !JOINS.has(asked.quest), run: quest },
  listStores: {
    how: 'read',
    run: async ({ tx }) => ({ kind: 'did', did: 'listStores', stores: await listStores(tx) }),
  },
  readSettings: { how: 'read', run: settings },
  setOffers: { how: 'write', locksMember: always, run: offers },
  readContact: { how: 'read', run: readContact },
  setContact: { how: 'write', locksMember: always, run: setContact },
  turnTopic: { how: 'write', locksMember: always, run: turnTopic },
  setMessenger: {
    how: 'write',
    locksMember: always,
    run: async (doing, { messenger }) => {
      const { memberId } = await provenSpeaker(doing);
      await setPreferredMessenger(doing.tx, { memberId, messenger });
      return { kind: 'did', did: 'setMessenger', messenger };
    },
  },
  makeArchive: { how: 'read', run: archive },
  erase: { how: 'write', locksMember: always, run: erase },
  blockCard: { how: 'write', locksMember: always, run: block },
  replaceCard: { how: 'write', locksMember: always, run: newCard },
  answerBurn: { how: 'write', locksMember: always, run: burn },
  answerIdentity: { how: 'write', locksMember: always, run: identity },
};

/** Carries out one command. A refusal comes back as an outcome; anything unexpected is thrown. */
export async function carryOut(doing: Doing, command: Command): Promise<Outcome> {
  const run = (inner: Doing) => Promise.resolve(entryOf(command).run(inner, command));
  try {
    const inSavepoint = needsSavepoint(command);
    if (inSavepoint || !plays(command)) await writeHeld(doing.tx, doing.held);
    if (!inSavepoint) return await run(doing);
    return await savepoint(doing.tx, (tx) => run({ ...doing, tx })).catch((error: unknown) => {
      if (plays(command)) forgetHeld(doing.held);
      throw error;
    });
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', did: command.do, refusal: error };
    throw error;
  }
}

function needsSavepoint(command: Command): boolean {
  const { how, refusesFirst } = entryOf(command);
  return how === 'write' || (how === 'play' && !refusesFirst?.(command));
}

/** Whether what is known about the person may have changed with it. */
export function writes(command: Command): boolean {
  const { how } = TABLE[command.do];
  return how !== 'read' && how !== 'play';
}

/** Whether it touches what somebody has in a quest. */
export function plays(command: Command): boolean {
  return TABLE[command.do].how === 'play';
}

/** Whether it locks a member until the transaction ends: a transaction does that for one conversation only, its last. */
export function locksMember(command: Command): boolean {
  return entryOf(command).locksMember?.(command) ?? false;
}

function entryOf<C extends Command>(command: C): Entry<C> {
  // The table is exhaustive by its type; the compiler cannot follow one name through both places.
  return TABLE[command.do] as unknown as Entry<C>;
}
