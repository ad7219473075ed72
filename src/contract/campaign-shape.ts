// What a campaign is made of besides its words: how it stands, to whom it goes, and when by which ways.
import { z } from 'zod';
import { condition } from './rule-language.ts';
import { instant } from './words.ts';

export const campaignStatus = z.enum([
  'draft',
  /** A second person has to agree. */
  'waiting',
  /** It begins at its time. */
  'scheduled',
  'expanding',
  'running',
  'paused',
  'stopped',
  'finished',
]);

export const SEND_MODES = ['now', 'sessionFirst', 'nextVisit'] as const;
export const REACTIONS = ['seen', 'clicked', 'wrote', 'bought'] as const;
export const STEP_CHANNELS = ['other', 'sms'] as const;

const hours = z.int().min(1).max(168);
const smsText = z.string().trim().max(670).optional();

export const campaignVariant = z.strictObject({
  key: z.string().meta({ description: 'A, B, C: a text can name one.', examples: ['A'] }),
  share: z.int().min(1).max(100),
});

export const campaignPlan = z.object({
  audienceWhere: condition.nullable().meta({ description: 'To whom; null: everybody who agreed.' }),
  controlPercent: z
    .int()
    .min(0)
    .max(50)
    .meta({ description: 'Percent of the audience left alone, to compare with.', examples: [10] }),
  variants: z
    .array(campaignVariant)
    .min(1)
    .max(5)
    .meta({ description: 'Shares in percent of those who are written to; 100 together.' }),
  sendMode: z.enum(SEND_MODES).meta({
    description:
      'What happens in Viber to those who have not written for 24 hours: `now`: a message that costs money; `sessionFirst`: ' +
      'the same, after patienceHours; `nextVisit`: they get it when they write, until sendUntil.',
  }),
  patienceHours: hours,
  sendFrom: instant.nullable().meta({ description: 'Not before; null: at once.' }),
  sendUntil: instant.nullable().meta({ description: 'What was not sent by then is dropped.' }),
  priority: z
    .int()
    .min(1)
    .max(3)
    .meta({ description: 'One that matters more is left room by those that matter less.', examples: [2] }),
  topics: z.array(z.string().trim().min(1).max(100)).max(20).meta({
    description:
      'Categories of goods that it is about. Whoever asked to hear of certain ones only gets what names one.',
  }),
  steps: z
    .array(z.strictObject({ channel: z.enum(STEP_CHANNELS), afterHours: hours }))
    .max(2)
    .meta({ description: 'How those are tried again who did not react: their other messenger, an SMS.' }),
  stopOn: z.array(z.enum(REACTIONS)).min(1).max(4).meta({ description: 'What counts as a reaction.' }),
  smsTexts: z
    .strictObject({ uk: smsText, ru: smsText, en: smsText })
    .nullable()
    .meta({ description: 'What the SMS says; {{name}} stands for the name.' }),
});
export type CampaignPlan = z.output<typeof campaignPlan>;

/** What was left out stays as it is. */
export const campaignPlanSent = campaignPlan.extend({ audienceWhere: z.unknown() }).partial();
