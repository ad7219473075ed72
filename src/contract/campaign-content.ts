// What a campaign says: blocks of text in versions for different readers, a picture, buttons, and each reader's own offers.
import { z } from 'zod';
import { offerId } from './offers-shown.ts';
import { pictureId } from './pictures.ts';
import { condition } from './rule-language.ts';

const campaignText = z
  .string()
  .trim()
  .max(3500)
  .meta({
    description:
      "Plain text with *bold*, _italic_ and ~struck~. {{name}}, {{balance}}, {{tier}}, {{store}}, {{expiring}}, {{days}} and {{offers}} stand for the member's own; {{balance, star|stars}} is the number with a word in the right plural. A line whose place has nothing to say is left out. Empty: not written in this language.",
    examples: ['{{name}}, камамбер -30 % до неділі. У вас {{balance}}.'],
  });
export const campaignTexts = z.strictObject({
  uk: campaignText.optional(),
  ru: campaignText.optional(),
  en: campaignText.optional(),
});
export type CampaignTexts = z.output<typeof campaignTexts>;

const version = z.object({
  when: condition.nullable().meta({ description: 'For whom; null: for everybody.' }),
  variant: z.string().nullable().meta({ description: 'For those of one variant; null: for all of them.' }),
  texts: campaignTexts,
});

const button = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offer'), label: campaignTexts, offerId }),
  z.object({ kind: z.literal('open'), label: campaignTexts, url: z.string() }),
  z.object({
    kind: z.literal('section'),
    label: campaignTexts,
    section: z.enum([
      'card',
      'balance',
      'offers',
      'rewards',
      'favourites',
      'quests',
      'friends',
      'history',
      'rate',
    ]),
  }),
]);
export type CampaignButton = z.output<typeof button>;

export const campaignContent = z.object({
  blocks: z.array(z.object({ name: z.string(), versions: z.array(version) })).meta({
    description: 'Of each block a reader gets the first version that fits; none fits: it is left out.',
  }),
  pictureId: pictureId.nullable(),
  buttons: z.array(button),
  slots: z
    .object({
      pool: z.array(offerId),
      count: z.int(),
      fallback: campaignTexts.meta({ description: 'Instead of {{offers}} for whom nothing fits.' }),
    })
    .nullable()
    .meta({ description: "Each reader's own best offers of the pool." }),
});
export type CampaignContent = z.output<typeof campaignContent>;
