// Segments for marketers: the language in which members are chosen, whom a condition chooses, and what is saved of it.
import { z } from 'zod';
import { route } from './route.ts';
import { condition } from './rule-language.ts';
import { builder } from './rule-shapes.ts';
import { idOf, instant, line, memberId, tierShown } from './words.ts';

export const segmentId = idOf('seg', 'The segment.');
const count = z.int().min(0);

/** A condition as it is sent: checked piece by piece by the service, which says which piece is wrong. */
export const conditionSent = z.record(z.string().max(40), z.unknown());

/** All that a builder of conditions over members offers. */
export const segmentBuilder = builder.extend({
  offers: z.array(z.object({ offerId: z.string(), name: z.string() })),
  segments: z.array(z.object({ segmentId, name: z.string() })),
});
export type SegmentBuilder = z.output<typeof segmentBuilder>;

export const checkedSegment = z.object({
  /** What is wrong and where (`where.all.0.value`); null when nothing is. */
  problem: z.object({ path: z.string(), sentence: z.string() }).nullable(),
  sentence: z
    .string()
    .nullable()
    .meta({ description: 'Who is meant, as a clause in the reader’s language.' }),
});
export type CheckedSegment = z.output<typeof checkedSegment>;

export const memberSampled = z.object({
  memberId,
  name: z.string(),
  tier: tierShown.shape.tierKey,
  registeredAt: instant,
  lastReceiptAt: instant.nullable(),
});
export const countedSegment = z.object({
  members: count,
  reachable: count.meta({ description: 'Of them, who has agreed to offers and can be written to.' }),
  about: z.boolean().meta({ description: 'Carried over from a sample: counting all would take too long.' }),
  sample: z.array(memberSampled),
});
export type CountedSegment = z.output<typeof countedSegment>;

export const segmentShown = z.object({
  segmentId,
  name: z.string(),
  kind: z.enum(['condition', 'list']),
  /** Null for a list, and for everybody. */
  where: condition.nullable(),
  sentence: z.string().nullable(),
  followed: z.boolean().meta({ description: 'Whether coming in and going out are told as events.' }),
  members: count.nullable().meta({ description: 'As last counted.' }),
  countedAt: instant.nullable(),
  createdBy: z.string(),
  createdAt: instant,
  /** Send it along with a change: a segment that somebody has changed meanwhile answers `segment_changed`. */
  changedAt: instant,
});
export type SegmentShown = z.output<typeof segmentShown>;

export const listPut = z.object({
  segment: segmentShown,
  added: count,
  again: count.meta({ description: 'Were on the list already, or stand in the file twice.' }),
  removed: count,
  /** Lines that name nobody: the first of them, and how many there are. */
  bad: z.array(z.object({ line: count, text: z.string(), sentence: z.string() })),
  badCount: count,
});
export type ListPut = z.output<typeof listPut>;

/** Advertising networks make nothing of fewer people, and a smaller group says too much about each. */
export const FEWEST_FOR_ADS = 100;
export const segmentTaken = z.object({
  forAds: count.meta({ description: 'Who has a phone and has agreed to advertising.' }),
  about: z.boolean().meta({ description: 'Carried over from a sample.' }),
  exports: z.array(
    z.object({
      network: z.enum(['meta', 'google', 'members']),
      askedBy: z.string(),
      askedAt: instant,
      people: count.nullable().meta({ description: 'Null: it was broken off, or is on its way.' }),
    }),
  ),
});
export type SegmentTaken = z.output<typeof segmentTaken>;

const params = z.strictObject({ segmentId });
const name = line(100).meta({ description: 'For the staff.', examples: ['Кава щотижня'] });
export const readySegment = z.object({
  key: z.string(),
  kind: z.enum(['rfm', 'lifeCycle', 'soon']),
  where: condition,
  sentence: z.string(),
});
export type ReadySegment = z.output<typeof readySegment>;

const asked = z.strictObject({ where: conditionSent.nullable() });

export const segmentRoutes = {
  readSegmentBuilder: route({
    method: 'GET',
    url: '/api/marketing/segments/builder',
    summary: 'Everything that a condition over members may look at',
    reply: segmentBuilder,
  }),
  listSegments: route({
    method: 'GET',
    url: '/api/marketing/segments',
    summary: 'The saved segments, the last changed first',
    reply: z.object({ segments: z.array(segmentShown) }),
  }),
  createSegment: route({
    method: 'POST',
    url: '/api/marketing/segments',
    summary: 'Save a segment',
    body: asked.extend({ name, followed: z.boolean().default(false) }),
    reply: segmentShown,
    statuses: [201],
  }),
  readSegment: route({
    method: 'GET',
    url: '/api/marketing/segments/:segmentId',
    summary: 'One segment',
    params,
    reply: segmentShown,
  }),
  changeSegment: route({
    method: 'PATCH',
    url: '/api/marketing/segments/:segmentId',
    summary: 'Change a segment; what names it follows at once',
    params,
    body: z.strictObject({
      changedAt: instant,
      name: name.optional(),
      where: conditionSent.nullable().optional(),
      followed: z.boolean().optional(),
    }),
    reply: segmentShown,
  }),
  archiveSegment: route({
    method: 'POST',
    url: '/api/marketing/segments/:segmentId/archive',
    summary: 'Put a segment away; what names it goes on as before',
    params,
    body: z.strictObject({ changedAt: instant }),
    reply: segmentShown,
  }),
  listReady: route({
    method: 'GET',
    url: '/api/marketing/segments/ready',
    summary: 'Segments that everybody has without making them: RFM groups, the life cycle, what is soon',
    reply: z.object({ ready: z.array(readySegment) }),
  }),
  createList: route({
    method: 'POST',
    url: '/api/marketing/segments/lists',
    summary: 'An empty list of people, for a file',
    body: z.strictObject({ name }),
    reply: segmentShown,
    statuses: [201],
  }),
  putList: route({
    method: 'PUT',
    url: '/api/marketing/segments/:segmentId/list',
    summary: 'Add the people of a file to a list, or put them in the place of all who were on it',
    description:
      'One person a line: a phone, a card number or a member id in any cell of it. The same file again changes nothing.',
    params,
    body: z.strictObject({
      changedAt: instant,
      csv: z.string().max(8_000_000),
      replace: z.boolean().default(false),
    }),
    reply: listPut,
  }),
  listTaken: route({
    method: 'GET',
    url: '/api/marketing/segments/:segmentId/exports',
    summary: 'How many people could be told to advertising networks, and what was taken out before',
    params,
    reply: segmentTaken,
  }),
  /** Streamed as it is. */
  takeSegment: route({
    method: 'GET',
    url: '/api/marketing/segments/:segmentId/exports/:name',
    summary: 'The people as a file: `meta.csv` and `google.csv` with hashes of phones, `members.csv`',
    description:
      'Networks are told only of those who have agreed to advertising. Each file is noted in the log with who took it.',
    params: params.extend({ name: z.enum(['meta.csv', 'google.csv', 'members.csv']) }),
    reply: z.string(),
  }),
  checkSegment: route({
    method: 'POST',
    url: '/api/marketing/segments/check',
    summary: 'What is wrong with a condition, and who is meant as a sentence; nothing is stored',
    body: asked,
    reply: checkedSegment,
  }),
  countSegment: route({
    method: 'POST',
    url: '/api/marketing/segments/count',
    summary: 'How many members a condition chooses now, and some of them; null is everybody',
    body: asked,
    reply: countedSegment,
  }),
  fitSegment: route({
    method: 'POST',
    url: '/api/marketing/segments/fit',
    summary: 'Whether one member is among those whom a condition chooses',
    body: asked.extend({ memberId }),
    reply: z.object({ fits: z.boolean() }),
  }),
};
