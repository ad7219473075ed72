import type { RecordedEvent } from '../events/follow-events.ts';

type Expired = Extract<RecordedEvent, { kind: 'points.expired' }>;

/**
 * Points of several days run out in the same night: a member hears of them once, with what is left in the end. Of those that were
 * over before anybody told them that they came, not at all.
 */
export function joinExpired(events: readonly RecordedEvent[]): RecordedEvent[] {
  const last = new Map<string, Expired>();
  for (const event of events) {
    if (event.kind !== 'points.expired') continue;
    const key = `${event.memberId} ${event.data.currency ?? 'points'}`;
    const before = last.get(key);
    if (event.data.lapsed) {
      const { balance } = event.data;
      if (before) last.set(key, { ...before, data: { ...before.data, balance } });
      continue;
    }
    const amount = String(BigInt(event.data.amount) + BigInt(before?.data.amount ?? 0));
    last.set(key, { ...event, data: { ...event.data, amount } });
  }
  const told = new Map([...last.values()].map((event) => [event.eventId, event]));
  return events.flatMap((event): RecordedEvent[] => {
    if (event.kind !== 'points.expired') return [event];
    const joined = told.get(event.eventId);
    return joined ? [joined] : [];
  });
}
