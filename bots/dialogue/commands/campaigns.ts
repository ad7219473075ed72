import { recordPress } from '#src/core/campaigns/content/record-click.ts';
import { isId } from '#src/lib/id.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

/** Counts a pressed button of a campaign's message. */
export async function press(
  doing: Doing,
  { campaignId, place }: Extract<Command, { do: 'pressCampaign' }>,
): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { at } = doing.event;
  const pressed = isId('cmp', campaignId) ? { campaignId, memberId, place, at } : null;
  const action = pressed && (await recordPress(doing.tx, pressed));
  return { kind: 'did', did: 'pressCampaign', action };
}
