import { describe, expect, it } from 'vitest';
import { EMPTY_DRAFT, nextTillState, type TillState } from '#src/console/till/till-flow.ts';
import type { TillMember } from '#src/contract/till.ts';

const OLENA: TillMember = {
  memberId: 'mem_1',
  ticket: 'a ticket that is long enough',
  ticketExpiresAt: '2026-03-02T10:10:00Z',
  proof: 'number',
  shownName: 'Олена К.',
  balance: 1240,
  spendable: 1240,
  pending: [],
  tier: { tierKey: 'gold', earnBp: 500 },
  cardStatus: 'active',
  burnAllowedFrom: null,
  burnWaitsFor: null,
  reachable: true,
};
const IHOR: TillMember = { ...OLENA, memberId: 'mem_2', shownName: 'Ігор П.' };
const draft = { receiptNumber: '214', amount: '862,40', burn: '120' };
const CARD = { code: '2901234567896', at: '2026-03-02T10:00:00Z' };
const OTHER = { code: '2901234567902', at: '2026-03-02T10:01:00Z' };
const sale: TillState = { step: 'sale', member: OLENA, scan: CARD, draft, changed: false };
const request = {
  outcome: 'waiting' as const,
  burnRequestId: 'brq_1',
  expiresAt: '2026-03-02T10:02:00Z',
  words: '',
};

describe('the till', () => {
  it('begins an empty receipt when a card is found', () => {
    const next = nextTillState({ step: 'scan' }, { happened: 'found', member: OLENA, scan: CARD });
    expect(next).toEqual({ step: 'sale', member: OLENA, scan: CARD, draft: EMPTY_DRAFT, changed: false });
  });

  it('keeps the receipt but not the burn when another card is scanned in the middle of it', () => {
    const next = nextTillState(sale, { happened: 'found', member: IHOR, scan: OTHER });
    expect(next).toEqual({
      step: 'sale',
      member: IHOR,
      scan: OTHER,
      draft: { ...draft, burn: '' },
      changed: true,
    });
  });

  it('keeps everything when the same card is scanned as a live code', () => {
    const live = { ...OLENA, proof: 'live' as const };
    const next = nextTillState(sale, { happened: 'found', member: live, scan: OTHER });
    expect(next).toEqual({ ...sale, member: live, scan: OTHER });
  });

  it('goes back to the receipt as it was typed after a refusal that can be mended', () => {
    const refused = nextTillState(sale, {
      happened: 'refused',
      why: { code: 'burn_above_maximum', message: '' },
    });
    expect(nextTillState(refused, { happened: 'went back' })).toEqual(sale);
  });

  it('goes back to the scan after a refusal that is final', () => {
    const refused = nextTillState(sale, { happened: 'refused', why: { code: 'card_blocked', message: '' } });
    expect(nextTillState(refused, { happened: 'went back' })).toEqual({ step: 'scan' });
  });

  it('goes by the card of the receipt, whatever else was scanned without a member', () => {
    const refused = nextTillState(sale, {
      happened: 'refused',
      why: { code: 'card_not_found', message: '' },
    });
    expect(nextTillState(refused, { happened: 'went back' })).toMatchObject({ step: 'sale', scan: CARD });
  });

  it('returns to the receipt when the cashier stops waiting', () => {
    const waiting = nextTillState(sale, { happened: 'asked', request });
    expect(waiting.step).toBe('waiting');
    expect(nextTillState(waiting, { happened: 'stopped waiting' })).toEqual(sale);
  });

  it('begins anew for a card that is scanned while a result is shown', () => {
    const shown = nextTillState(sale, { happened: 'refused', why: { code: 'receipt_differs', message: '' } });
    const next = nextTillState(shown, { happened: 'found', member: IHOR, scan: OTHER });
    expect(next).toEqual({ step: 'sale', member: IHOR, scan: OTHER, draft: EMPTY_DRAFT, changed: false });
  });
});
