// What a campaign's message comes to: for one member, for those of each version, and as a spreadsheet of versions.
import { z } from 'zod';
import { campaign } from './marketing.ts';
import { pictureId } from './pictures.ts';
import { route } from './route.ts';
import { campaignId, instant, language, memberId } from './words.ts';

const params = z.strictObject({ campaignId });
const count = z.int().min(0);

export const memberPreview = z.object({
  name: z.string(),
  language,
  /** In the small markup `<b>`, `<i>`, `<s>`; all else is escaped. */
  text: z.string(),
  buttons: z.array(z.string()),
  pictureId: pictureId.nullable(),
});
export type MemberPreview = z.output<typeof memberPreview>;

export const contentReaders = z.object({
  blocks: z.array(
    z.object({
      readers: z.array(count).meta({ description: 'How many people get each version.' }),
      who: z
        .array(z.string().nullable())
        .meta({ description: 'For whom each is, in the reader’s language; null: for everybody.' }),
      none: count.meta({ description: 'Who gets no version of this block.' }),
    }),
  ),
  about: z.boolean().meta({ description: 'Counted in a sample and carried over to all.' }),
  weights: z.array(
    z.object({
      language,
      messenger: z.enum(['telegram', 'viber']),
      length: count.meta({ description: 'Characters for the reader with the longest.' }),
      limit: count,
      outcome: z.enum(['fits', 'apart', 'cut']).meta({
        description: 'apart: the text follows its picture as a message of its own. cut: its end is lost.',
      }),
    }),
  ),
});
export type ContentReaders = z.output<typeof contentReaders>;

export const matrixTaken = z.object({
  taken: z.boolean().meta({ description: 'Something wrong in one row, and nothing is taken.' }),
  versions: count,
  problems: z.array(z.object({ row: z.int(), column: z.string(), sentence: z.string() })),
  unfilled: z
    .array(z.object({ row: z.int(), language }))
    .meta({ description: 'Texts that other rows have: their readers get another language.' }),
  campaign: campaign.nullable().meta({ description: 'As it is then; null: nothing is taken.' }),
});
export type MatrixTaken = z.output<typeof matrixTaken>;

export const campaignMessageRoutes = {
  previewForMember: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/preview/:memberId',
    summary: 'What one member would get now, their own offers included',
    params: z.strictObject({ campaignId, memberId }),
    reply: memberPreview,
  }),
  readReaders: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/readers',
    summary: 'How many people read each version, and how long it gets',
    params,
    reply: contentReaders,
  }),
  readMatrix: route({
    method: 'GET',
    url: '/api/marketing/campaigns/:campaignId/matrix',
    summary: 'The versions as a spreadsheet, to be filled in',
    params,
    reply: z.object({ csv: z.string() }),
  }),
  uploadMatrix: route({
    method: 'PUT',
    url: '/api/marketing/campaigns/:campaignId/matrix',
    summary: 'Take the versions of a spreadsheet instead of those there are',
    params,
    body: z.strictObject({
      changedAt: instant,
      csv: z.string().min(1).max(2_000_000).meta({
        description:
          'Headings, then a row a version: block, segment, tier, rfm, life cycle, condition, variant, ukrainian, russian, english. An empty cell is anybody.',
      }),
    }),
    reply: matrixTaken,
  }),
};
