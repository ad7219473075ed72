// The gate of what campaigns say: what passes it can be stored, composed for anybody and shown by every messenger.
import { z } from 'zod';
import { isId, type OfferId } from '#src/lib/id.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { type Problem, problemMessage, readIssues } from '#src/lib/problem.ts';
import { invalidFields, Refusal } from '../../refusal.ts';
import { checkAudience } from '../../segments/check-audience.ts';
import { type CampaignContent, type CampaignTexts, SECTIONS } from '../campaign-content.ts';
import { readTextTemplate } from './text-template.ts';

/** Telegram takes 4096 characters; the rest is room for names and balances. */
export const MAX_TEXT_LENGTH = 3_500;
const MOST_LABEL = 60;
const MOST_BLOCKS = 20;
/** Eighty are a real case; conditions on each of them for a million members stay within a statement. */
const MOST_VERSIONS = 200;
const MOST_PROBLEMS = 20;

const textsSchema = (most: number) =>
  z.strictObject(
    Object.fromEntries(
      LANGUAGES.map((language) => [language, z.string().trim().max(most).optional()]),
    ) as Record<'uk' | 'ru' | 'en', z.ZodOptional<z.ZodString>>,
  );
const written = textsSchema(MAX_TEXT_LENGTH);
const label = textsSchema(MOST_LABEL).refine(
  (all) => Object.values(all).some(Boolean),
  problemMessage('oneLanguage'),
);
const offerId = z.custom<OfferId>(
  (value) => isId('off', String(value)),
  problemMessage('identifier', 'off_'),
);

const schema = z.strictObject({
  blocks: z
    .array(
      z.strictObject({
        name: z.string().trim().max(60).default(''),
        versions: z
          .array(
            z.strictObject({
              when: z
                .unknown()
                .optional()
                .transform((value) => value ?? null),
              variant: z
                .string()
                .regex(/^[A-Z]$/, problemMessage('oneOf'))
                .nullable()
                .default(null),
              texts: written,
            }),
          )
          .min(1)
          .max(MOST_VERSIONS),
      }),
    )
    .min(1)
    .max(MOST_BLOCKS),
  pictureId: z
    .string()
    .regex(/^[0-9a-f]{64}\.(png|jpg)$/, problemMessage('picture'))
    .nullable()
    .default(null),
  buttons: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('offer'), label, offerId }),
        z.strictObject({
          kind: z.literal('open'),
          label,
          url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }).max(1_000),
        }),
        z.strictObject({ kind: z.literal('section'), label, section: z.enum(SECTIONS) }),
      ]),
    )
    .max(5)
    .default([]),
  slots: z
    .strictObject({
      pool: z.array(offerId).min(1).max(200),
      count: z.int().min(1).max(5),
      fallback: written.default({}),
    })
    .nullable()
    .default(null),
});

/**
 * The content that `input` describes, with what was left out filled in. Throws Refusal invalid_input with each place that
 * is wrong, such as `content.blocks.0.versions.3.texts.uk`, rule_not_valid for a condition, text_missing where nothing is said to anybody.
 */
export function checkContent(input: unknown): CampaignContent {
  const parsed = schema.safeParse(input);
  if (!parsed.success)
    throw invalidFields(
      readIssues(parsed.error.issues, input, 'content').map((each) => ({
        ...each,
        field: under('content', each.field),
      })),
    );
  const content = checked(parsed.data);
  const said = content.blocks.some(({ versions }) => versions.some((each) => hasText(each.texts)));
  if (!said) throw new Refusal('text_missing');
  const problems = listTextProblems(content);
  if (problems.length > 0) throw invalidFields(problems.slice(0, MOST_PROBLEMS));
  return content;
}

/** The texts with blanks trimmed and empty ones left out. Throws Refusal text_missing, text_too_long, invalid_input. */
export function checkTexts(input: CampaignTexts): CampaignTexts {
  for (const language of LANGUAGES)
    if ((input[language]?.trim().length ?? 0) > MAX_TEXT_LENGTH)
      throw new Refusal('text_too_long', { language, maximum: MAX_TEXT_LENGTH });
  const trimmed = filled(input);
  if (!hasText(trimmed)) throw new Refusal('text_missing');
  const problems = problemsOf(trimmed, 'texts', false);
  if (problems.length > 0) throw invalidFields(problems);
  return trimmed;
}

/** What is wrong within the texts, by the place of each. */
function listTextProblems({ blocks, slots }: CampaignContent): Problem[] {
  const problems = blocks.flatMap(({ versions }, block) =>
    versions.flatMap((version, at) =>
      problemsOf(version.texts, `content.blocks.${block}.versions.${at}.texts`, slots !== null),
    ),
  );
  return [...problems, ...problemsOf(slots?.fallback ?? {}, 'content.slots.fallback', false)];
}

function problemsOf(all: CampaignTexts, path: string, slots: boolean): Problem[] {
  return LANGUAGES.flatMap((language) => {
    const template = readTextTemplate(all[language] ?? '', language);
    const field = `${path}.${language}`;
    const [problem] = template.problems;
    if (problem) return [{ field, ...problem }];
    const asksOffers = template.lines.some(({ needs }) => needs.includes('offers'));
    if (asksOffers && !slots)
      return [{ field, problem: 'campaign.noOffers' as const, values: { place: '{{offers}}' } }];
    return [];
  });
}

function checked(content: z.output<typeof schema>): CampaignContent {
  return {
    ...content,
    blocks: content.blocks.map((block, place) => ({
      ...block,
      versions: block.versions.map((version, at) => ({
        ...version,
        when:
          version.when === null
            ? null
            : checkAudience(version.when, `content.blocks.${place}.versions.${at}.when`),
        texts: filled(version.texts),
      })),
    })),
    buttons: content.buttons.map((button) => ({ ...button, label: filled(button.label) })),
    slots: content.slots && { ...content.slots, fallback: filled(content.slots.fallback) },
  };
}

function filled(all: CampaignTexts): CampaignTexts {
  return Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const text = all[language]?.trim();
      return text ? [[language, text]] : [];
    }),
  );
}

function hasText(all: CampaignTexts): boolean {
  return Object.keys(all).length > 0;
}

function under(whole: string, field: string): string {
  return field === whole ? whole : `${whole}.${field}`;
}
