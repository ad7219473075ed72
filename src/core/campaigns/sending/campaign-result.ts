// What the messenger's answers mean for the rows of a campaign, and when there were so many bad ones that it pauses.
import type { SendOutcome } from '../../deliveries/messenger.ts';
import { MAX_ATTEMPTS } from '../../deliveries/settle-delivery.ts';
import type { CampaignMessage, CampaignResult } from './advance-chunk.ts';

/** A message and what became of it; null: it was taken and not tried. */
export interface Sent {
  message: CampaignMessage;
  outcome: SendOutcome | null;
}

export type PauseReason = 'bot_refused' | 'messages_rejected' | 'no_answers';

/** How many of one kind in a row pause a campaign. */
const MOST_IN_A_ROW: Record<PauseReason, number> = { bot_refused: 3, messages_rejected: 20, no_answers: 20 };
const PAUSED_BY: Partial<Record<SendOutcome['outcome'], PauseReason>> = {
  botRefused: 'bot_refused',
  rejected: 'messages_rejected',
  unknown: 'no_answers',
};

/** Nothing of the text is for this reader. */
export function asUnsaid(message: CampaignMessage): CampaignResult {
  return { ...resultOf(message), status: 'skipped', reason: 'no_text', attempted: false };
}

function resultOf({ seq, identityId }: CampaignMessage) {
  return { seq, identityId, externalMessageId: null, delayMs: null, attempted: true, unreachable: false };
}

export function asResult({ message, outcome }: Sent): CampaignResult {
  const { attempts } = message;
  const result = resultOf(message);
  switch (outcome?.outcome) {
    case undefined:
      return { ...result, status: 'queued', reason: null, attempted: false };
    case 'sent':
      return {
        ...result,
        status: 'sent',
        reason: null,
        externalMessageId: outcome?.externalMessageId ?? null,
      };
    case 'unknown':
      return { ...result, status: 'unknown', reason: outcome?.reason ?? null };
    case 'unreachable':
      return { ...result, status: 'failed', reason: 'unreachable', unreachable: true };
    case 'rejected':
      return { ...result, status: 'failed', reason: outcome?.reason ?? null };
    case 'botRefused':
      // The operator can mend it, and the member did not get it.
      return { ...result, status: 'queued', reason: outcome?.reason ?? null, attempted: false };
    case 'retry': {
      const { reason, delayMs, wholeBot } = outcome;
      const again = wholeBot || attempts + 1 < MAX_ATTEMPTS;
      return {
        ...result,
        status: again ? 'queued' : 'failed',
        reason,
        delayMs: again ? delayMs : null,
        attempted: !wholeBot,
      };
    }
  }
}

/**
 * Counts refusals of one kind that come one after the other, and tells when there were too many. What one call came to for
 * many people is one outcome and counts once.
 */
export function countInARow(): (sent: Sent[]) => PauseReason | null {
  let kind: PauseReason | undefined;
  let count = 0;
  let before: SendOutcome | null = null;
  return (sent) => {
    for (const { outcome } of sent) {
      if (!outcome || outcome.outcome === 'retry' || outcome === before) continue;
      before = outcome;
      const now = PAUSED_BY[outcome.outcome];
      count = now !== undefined && now === kind ? count + 1 : 1;
      kind = now;
      if (kind && count >= MOST_IN_A_ROW[kind]) return kind;
    }
    return null;
  };
}
