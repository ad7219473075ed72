import { describe, expect, it } from 'vitest';
import { FIRST_SETTINGS } from '#src/core/campaigns/campaign-settings.ts';
import type { AudienceGroup } from '#src/core/campaigns/estimate-campaign.ts';
import { priceCampaign } from '#src/core/campaigns/price-campaign.ts';
import { sampleSize } from '#src/lib/statistics.ts';

const group = (part: Partial<AudienceGroup>): AudienceGroup => ({
  messenger: 'viber',
  language: 'uk',
  inSession: false,
  cameSoon: false,
  cameLater: false,
  bought: false,
  skip: null,
  members: 100,
  ...part,
});
const price = (groups: AudienceGroup[], control = 0) =>
  priceCampaign({ groups, passedOver: { consent: 7, unreachable: 3 }, control }, FIRST_SETTINGS);

describe('the estimate', () => {
  it('when nobody is in a session, then every Viber message costs its price and Telegram nothing', () => {
    const told = price([group({ members: 1_000 }), group({ messenger: 'telegram', members: 500 })]);
    expect(told.options[0]).toEqual({ mode: 'now', reach: 1_500, priced: 1_000, priceMicros: 19_600_000 });
    expect(told.seconds).toEqual({ telegram: 18, viber: 40 });
    expect(told.paid).toEqual({ seconds: 1, stars: 50 });
  });

  it('when people come, then waiting for them reaches fewer or costs less', () => {
    const told = price([
      group({ inSession: true, cameSoon: true, cameLater: true, members: 200 }),
      group({ cameLater: true, members: 200 }),
      group({ members: 600 }),
    ]);
    // 200 of 1,000 came in a day, 400 in the longer time; 800 are not in a session.
    expect(told.options).toEqual([
      { mode: 'now', reach: 1_000, priced: 800, priceMicros: 15_680_000 },
      { mode: 'sessionFirst', reach: 1_000, priced: 640, priceMicros: 12_544_000 },
      { mode: 'nextVisit', reach: 520, priced: 0, priceMicros: 0 },
    ]);
  });

  it('when some are left alone or have had enough, then they count as such', () => {
    const told = price([group({ members: 900 }), group({ members: 100, skip: 'cap' })], 0.1);
    expect(told).toMatchObject({ audience: 1_000, control: 100, reached: 810, capped: 100 });
  });

  it('when a tenth more buyers are to be seen, then it takes as many people as the formula of two proportions says', () => {
    const told = (control: number) =>
      price([group({ members: 80 }), group({ members: 20, bought: true })], control).needed;
    const each = sampleSize(0.2, 0.22);
    expect(told(0.5)).toBe(Math.ceil(2 * each));
    // A control group of a tenth is as good as one of a half only with 2.8 times as many people.
    expect(told(0.1)).toBe(Math.ceil((each / 2) * (10 + 1 / 0.9)));
    expect(price([group({})]).needed).toBeNull();
  });
});
