// The gate of everything about a campaign but its words: to whom, compared with whom, when, and by which ways.
import type { campaign } from '#src/db/schema/campaigns.ts';
import { invalidField } from '../refusal.ts';
import type { Condition } from '../rules/condition.ts';
import { checkAudience } from '../segments/check-audience.ts';
import { type CampaignContent, type CampaignTexts, contentOf } from './campaign-content.ts';
import { checkTexts } from './content/check-content.ts';

type Row = typeof campaign.$inferSelect;
export type SendMode = Row['sendMode'];
export type Step = Row['steps'][number];
export type Reaction = Row['stopOn'][number];

/** What is left out stays as it is. */
export interface PlanSent {
  /** A condition over members; null: everybody who agreed. */
  audienceWhere?: unknown;
  /** Percent of the audience that is left alone, to compare with. */
  controlPercent?: number | undefined;
  /** Shares in percent of those who are written to; 100 together. */
  variants?: Row['variants'] | undefined;
  sendMode?: SendMode | undefined;
  /** With `sessionFirst`: how long a message waits for its reader before it is paid for. */
  patienceHours?: number | undefined;
  sendFrom?: Date | null | undefined;
  sendUntil?: Date | null | undefined;
  /** 1 to 3: one that matters more is left room by those that matter less. */
  priority?: number | undefined;
  /** Categories of goods that it is about: whoever asked to hear of certain ones only gets what names one. */
  topics?: string[] | undefined;
  steps?: Step[] | undefined;
  stopOn?: Reaction[] | undefined;
  /** Null or empty: no SMS is written yet. */
  smsTexts?: CampaignTexts | null | undefined;
}

/** What is stored of a plan. */
export type PlanColumns = Partial<
  Pick<
    Row,
    | 'audienceWhere'
    | 'controlPercent'
    | 'variants'
    | 'sendMode'
    | 'patienceHours'
    | 'sendFrom'
    | 'sendUntil'
    | 'priority'
    | 'topics'
    | 'steps'
    | 'stopOn'
    | 'smsContent'
  >
>;

/** A plan as it is read. */
export interface Plan
  extends Pick<
    Row,
    | 'controlPercent'
    | 'variants'
    | 'sendMode'
    | 'patienceHours'
    | 'sendFrom'
    | 'sendUntil'
    | 'priority'
    | 'topics'
    | 'steps'
    | 'stopOn'
  > {
  audienceWhere: Condition | null;
  smsTexts: CampaignTexts | null;
}

const MOST_CONTROL = 50;
const MOST_VARIANTS = 5;
const MOST_PRIORITY = 3;
const MOST_STEPS = 2;
const MOST_HOURS = 168;
/** Ten parts of an SMS in Cyrillic, which is more than anybody pays for. */
const LONGEST_SMS = 670;

/** Throws Refusal invalid_input with the field that is wrong, rule_not_valid, text_too_long. */
export function readPlan({ audienceWhere, smsTexts, ...sent }: PlanSent): PlanColumns {
  const { controlPercent, variants, patienceHours, priority, steps, stopOn } = sent;
  if (controlPercent !== undefined) requireWhole('controlPercent', controlPercent, 0, MOST_CONTROL);
  if (patienceHours !== undefined) requireWhole('patienceHours', patienceHours, 1, MOST_HOURS);
  if (priority !== undefined) requireWhole('priority', priority, 1, MOST_PRIORITY);
  if (variants) checkVariants(variants);
  if (steps) checkSteps(steps);
  if (stopOn?.length === 0) throw invalidField('stopOn', 'fewestItems', { count: 1 });
  return {
    ...Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
    ...(audienceWhere !== undefined && {
      audienceWhere: audienceWhere === null ? null : checkAudience(audienceWhere, 'audienceWhere'),
    }),
    ...(smsTexts !== undefined && { smsContent: smsContentOf(smsTexts ?? {}) }),
  };
}

function requireWhole(field: string, value: number, from: number, to: number): void {
  if (!Number.isInteger(value) || value < from || value > to)
    throw invalidField(field, 'between', { from, to });
}

function checkVariants(variants: Row['variants']): void {
  if (variants.length < 1 || variants.length > MOST_VARIANTS)
    throw invalidField('variants', 'mostItems', { count: MOST_VARIANTS });
  variants.forEach(({ key, share }, index) => {
    // A, B, C, so that a text can name one.
    if (key !== String.fromCharCode(65 + index)) throw invalidField(`variants.${index}.key`, 'notValid');
    requireWhole(`variants.${index}.share`, share, 1, 100);
  });
  const together = variants.reduce((sum, { share }) => sum + share, 0);
  if (together !== 100) throw invalidField('variants', 'plan.together', { value: together });
}

function checkSteps(steps: Step[]): void {
  if (steps.length > MOST_STEPS) throw invalidField('steps', 'mostItems', { count: MOST_STEPS });
  steps.forEach(({ channel, afterHours }, index) => {
    requireWhole(`steps.${index}.afterHours`, afterHours, 1, MOST_HOURS);
    // An SMS costs most and says least: whoever did not react to one is left in peace.
    if (channel === 'sms' && index < steps.length - 1)
      throw invalidField(`steps.${index}.channel`, 'plan.smsLast');
    if (steps.findIndex((each) => each.channel === channel) < index)
      throw invalidField(`steps.${index}.channel`, 'plan.stepTwice');
  });
}

/** Null: no text in any language. */
function smsContentOf(texts: CampaignTexts): CampaignContent | null {
  if (Object.values(texts).every((text) => text.trim() === '')) return null;
  const checked = checkTexts(texts);
  for (const [language, text] of Object.entries(checked))
    if (text.length > LONGEST_SMS)
      throw invalidField(`smsTexts.${language}`, 'longest', { count: LONGEST_SMS });
  return contentOf(checked);
}

/** The plan of a stored campaign; only readPlan has written it. */
export function planOf(row: Row): Plan {
  const { controlPercent, variants, sendMode, patienceHours, sendFrom, sendUntil } = row;
  const { priority, topics, steps, stopOn } = row;
  const sms = row.smsContent as CampaignContent | null;
  return {
    audienceWhere: row.audienceWhere as Condition | null,
    controlPercent,
    variants,
    sendMode,
    patienceHours,
    sendFrom,
    sendUntil,
    priority,
    topics,
    steps,
    stopOn,
    smsTexts: sms?.blocks[0]?.versions[0]?.texts ?? null,
  };
}
