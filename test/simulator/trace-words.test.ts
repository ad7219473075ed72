import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '#src/core/deliveries/claim-deliveries.ts';
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import type { Prompt } from '#src/core/deliveries/prompt.ts';
import {
  detailWords,
  LANE_WORDS,
  OUTCOME_WORDS,
  PROMPT_WORDS,
  stepWords,
} from '#src/simulator/page/trace-words.ts';
import { LANGUAGES, speak, type Word } from '#src/simulator/page/words.ts';

// Does not compile when the program learns of something that has no words here, or the other way round.
type Total<All extends string, Words extends Record<All, Word>> =
  Exclude<keyof Words, All> extends never ? Words : never;
const OUTCOMES: Total<SendOutcome['outcome'], typeof OUTCOME_WORDS> = OUTCOME_WORDS;
const LANES: Total<ClaimedDelivery['lane'], typeof LANE_WORDS> = LANE_WORDS;
const PROMPTS: Total<Prompt['say'], typeof PROMPT_WORDS> = PROMPT_WORDS;

describe.each(LANGUAGES)('the trace in %s', (language) => {
  const say = speak(language);

  it('when a message has come to anything, then it says so in words', () => {
    for (const [outcome, word] of Object.entries(OUTCOMES)) {
      expect(stepWords({ step: `delivery ${outcome}` }, say)).toBe(say(word));
      expect(stepWords({ step: `broadcast ${outcome}` }, say)).toBe(`${say('stepBroadcast')}: ${say(word)}`);
    }
    expect(new Set(Object.values(OUTCOMES).map((word) => say(word))).size).toBe(6);
  });

  it('when it tells what was sent, then every kind has words', () => {
    for (const [lane, laneWord] of Object.entries(LANES))
      for (const [what, whatWord] of Object.entries(PROMPTS))
        expect(detailWords({ detail: `${lane}: ${what}` }, say)).toBe(`${say(laneWord)}: ${say(whatWord)}`);
  });

  it('when it does not know a step, then it shows the step as it came', () => {
    expect(stepWords({ step: 'delivery blocked' }, say)).toBe('delivery blocked');
  });
});
