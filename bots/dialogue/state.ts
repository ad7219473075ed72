// Where a conversation stands, as data in the identity's row. It must survive a new version of this program: what can
// no longer be read is forgotten, and the person goes on from the menu or from the phone step.
import { z } from 'zod';

const registering = { phone: z.string(), proven: z.boolean() };

const wholePoints = z.string().regex(/^[1-9]\d{0,14}$/);

const stateShape = z.discriminatedUnion('scene', [
  /** Never greeted, or erased. */
  z.object({ scene: z.literal('start') }),
  /** A phone is awaited. */
  z.object({ scene: z.literal('phone') }),
  /** The code sent to `phone` is awaited. */
  z.object({ scene: z.literal('code'), phone: z.string() }),
  z.object({ scene: z.literal('name'), ...registering, plastic: z.string().optional() }),
  /** The printed number is awaited: on the way to a card, or from a member. */
  z.object({ scene: z.literal('plastic'), ...registering, plastic: z.string().optional() }),
  z.object({ scene: z.literal('addPlastic') }),
  z.object({
    scene: z.literal('consent'),
    ...registering,
    name: z.string(),
    plastic: z.string().optional(),
  }),
  z.object({ scene: z.literal('menu') }),
  /** A member's own phone is awaited, to prove it. */
  z.object({ scene: z.literal('ownPhone') }),
  /** The word that erases is awaited. */
  z.object({ scene: z.literal('erase') }),
  /** The birthday is awaited. */
  z.object({ scene: z.literal('birthday') }),
  /** The shopping list is open: what is written goes on it. */
  z.object({ scene: z.literal('list') }),
  /** How many points to give, to whom, and the last word; points as decimal text. */
  z.object({ scene: z.literal('giftAmount') }),
  z.object({ scene: z.literal('giftTo'), amount: wholePoints }),
  z.object({ scene: z.literal('giftConfirm'), amount: wholePoints, phone: z.string().nullable() }),
  /** What a link brought to somebody who may not be written to yet is opened as soon as they do anything. */
  z.object({ scene: z.literal('questLink'), link: z.string() }),
  /**
   * A quest is open. `taskNo`: whose answer is awaited, given as `awaits` says; null: none is. `picked`: options that are
   * ticked. `below`: how many messages of the person stand below the quest's own. `placed`: which task they last settled by a
   * place, and when they sent it.
   */
  z.object({
    scene: z.literal('quest'),
    questId: z.string(),
    taskNo: z.int().nullable(),
    awaits: z.enum(['words', 'photo', 'place', 'press']),
    picked: z.array(z.int()),
    below: z.int(),
    placed: z.object({ taskNo: z.int(), at: z.int() }).optional(),
  }),
  /** How they want to be called in a quest is awaited. */
  z.object({ scene: z.literal('questName'), questId: z.string() }),
]);

export type State = z.infer<typeof stateShape>;
export type StateOf<Scene extends State['scene']> = Extract<State, { scene: Scene }>;

const FOR_MEMBERS: State['scene'][] = [
  'code',
  'addPlastic',
  'menu',
  'ownPhone',
  'erase',
  'birthday',
  'list',
  'giftAmount',
  'giftTo',
  'giftConfirm',
];
const FOR_STRANGERS: State['scene'][] = ['start', 'phone', 'code', 'name', 'plastic', 'consent'];
/** Quests are played by everybody. */
const FOR_ALL: State['scene'][] = ['questLink', 'quest', 'questName'];

/** The stored state; one that cannot be read, or does not fit the person any more, becomes `menu` or `start`. */
export function readState(scene: string, stored: unknown, isMember: boolean): State {
  const parsed = stateShape.safeParse({ ...(typeof stored === 'object' ? stored : {}), scene });
  const fits = isMember ? FOR_MEMBERS : FOR_STRANGERS;
  if (parsed.success && [...fits, ...FOR_ALL].includes(parsed.data.scene)) return parsed.data;
  return { scene: isMember ? 'menu' : 'start' };
}
