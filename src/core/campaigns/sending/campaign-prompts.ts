// The messages of one run of an audience: its content is made ready once, and where nothing in a message is a reader's own,
// everybody who reads the same gets the same object, rendered once and fit to be broadcast.
import type { Sql } from '#src/db/client.ts';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import type { Key, MessagePrompt } from '../../deliveries/prompt.ts';
import type { CampaignLinks } from '../content/campaign-link.ts';
import type { ReadyContent } from '../content/compile-content.ts';
import { composeCampaignMessage } from '../content/compose-campaign-message.ts';
import { prepareContent } from '../content/prepare-content.ts';
import { readReaderFacts } from '../content/read-reader-facts.ts';
import type { CampaignMessage } from './advance-chunk.ts';
import type { ChunkLease } from './lease-chunk.ts';

export interface CampaignPrompts {
  /** Whether all who read one language and one choice of versions get the very same message. */
  same: boolean;
  /** The messages of a handful, in its order. */
  compose(messages: CampaignMessage[], at: Date): Promise<MessagePrompt[]>;
}

export interface PromptOptions {
  keyboard?: ((language: Language) => Key[][]) | undefined;
  /** Makes the addresses of buttons that are counted, each reader's own; without it nothing is counted. */
  links?: CampaignLinks | undefined;
  at: Date;
}

export async function campaignPrompts(
  sql: Sql,
  { campaignId, content }: Pick<ChunkLease, 'campaignId' | 'content'>,
  { keyboard, links, at }: PromptOptions,
): Promise<CampaignPrompts> {
  const tracked = links ? { campaignId, links } : null;
  const ready = await prepareContent(sql, content, { at, tracked });
  const keyboards = new Map(LANGUAGES.map((language) => [language, keyboard?.(language)]));
  const say = (reader: Parameters<typeof composeCampaignMessage>[1]) =>
    composeCampaignMessage(ready, reader, { keyboard: keyboards.get(reader.language) });
  const said = new Map<string, MessagePrompt>();
  const same = isSameForAll(ready);
  return {
    same,
    async compose(messages, now) {
      if (!same) {
        const memberIds = messages.map(({ memberId }) => memberId);
        const facts = await readReaderFacts(sql, memberIds, { facts: ready.facts, at: now });
        return messages.map((message) => say({ ...message, facts: facts.get(message.memberId) }));
      }
      return messages.map((message) => {
        const key = `${message.language} ${message.picked?.join() ?? ''}`;
        const prompt = said.get(key) ?? say(message);
        said.set(key, prompt);
        return prompt;
      });
    },
  };
}

function isSameForAll({ content, of, tracked }: ReadyContent): boolean {
  const texts = LANGUAGES.flatMap((language) => of[language].blocks.flat());
  const ownAddress = tracked !== null && content.buttons.some(({ kind }) => kind === 'open');
  return !ownAddress && content.slots === null && texts.every(({ plain }) => plain !== null);
}
