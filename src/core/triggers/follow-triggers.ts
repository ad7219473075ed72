// What happens to members, read in order, and what rules have to say to it.
import type { Tx } from '#src/db/client.ts';
import type { ReturnId } from '#src/lib/id.ts';
import { type Followed, followEvents } from '../events/follow-events.ts';
import { hasProvenPhone } from '../members/read-member.ts';
import { segmentEventName } from '../rules/segment-event-name.ts';
import { listTiers, type Tier } from '../stores/read-programme.ts';
import { type ApplyTriggers, applyTriggers, type Occasion } from './apply-triggers.ts';

const KINDS = [
  'member.registered',
  'phone.proven',
  'tier.changed',
  'receipt.returned',
  'member.event',
  'segment.entered',
  'segment.left',
] as const;
type Event = Followed<(typeof KINDS)[number]>['events'][number];
/** The name under which they are followed. */
export const TRIGGER_EVENTS = 'rules';

/** The next events for the rules. Returns how many it has seen. */
export async function followTriggers(tx: Tx, asked: ApplyTriggers & { limit: number }): Promise<number> {
  const { events, seen } = await followEvents(tx, {
    reader: TRIGGER_EVENTS,
    limit: asked.limit,
    kinds: KINDS,
  });
  const tiers = events.some(({ kind }) => kind === 'tier.changed') ? await listTiers(tx) : [];
  const occasions: Occasion[] = [];
  for (const event of events) if (!(await isUnproven(tx, event))) occasions.push(occasionOf(event, tiers));
  await applyTriggers(tx, occasions, asked);
  return seen;
}

/**
 * Who has registered in a chat and has no number that is proven: one that is not costs nothing to invent, so that rules about
 * registrations wait for its proof, as the welcome does. Staff see whom they write down.
 */
async function isUnproven(tx: Tx, event: Event): Promise<boolean> {
  if (event.kind !== 'member.registered' || event.data.identityId === '') return false;
  return !(await hasProvenPhone(tx, event.memberId));
}

/** Events of our own rules trigger no rules: nothing goes round in a circle. */
function occasionOf(event: Event, tiers: Tier[]): Occasion {
  const { memberId, recordedAt: happenedAt } = event;
  switch (event.kind) {
    case 'member.registered':
    case 'phone.proven':
      return { memberId, happenedAt, trigger: { on: 'registration' }, occasion: 'registration' };
    case 'tier.changed':
      return {
        memberId,
        happenedAt,
        trigger: { on: 'tier', to: wayOf(event.data, tiers) },
        occasion: `tier:${event.eventId}`,
      };
    case 'receipt.returned':
      return {
        memberId,
        happenedAt,
        trigger: { on: 'return' },
        occasion: `return:${event.data.returnId}`,
        returned: { receiptId: event.data.receiptId, returnId: event.data.returnId as ReturnId },
      };
    case 'segment.entered':
    case 'segment.left':
      return {
        memberId,
        happenedAt,
        trigger: { on: 'event', name: segmentEventName(event.kind, event.data.segmentId) },
        occasion: `event:${event.eventId}`,
      };
    case 'member.event':
      return {
        memberId,
        happenedAt,
        trigger: { on: 'event', name: event.data.name },
        occasion: `event:${event.data.key}`,
      };
  }
}

function wayOf({ from, to }: { from: string; to: string }, tiers: Tier[]): 'up' | 'down' {
  const place = (tierKey: string) => tiers.findIndex((each) => each.tierKey === tierKey);
  return place(to) > place(from) ? 'up' : 'down';
}
