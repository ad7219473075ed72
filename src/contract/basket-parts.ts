// What pays for a basket.
import { z } from 'zod';
import { amountMinor, LIVE_CODE_ORIGIN, points } from './words.ts';

export const payment = z.strictObject({
  kind: z
    .enum(['cash', 'card', 'transfer', 'voucher', 'other'])
    .meta({ description: 'Points are no payment: see `burn`.', examples: ['card'] }),
  amountMinor,
});

export const holdAsked = z
  .strictObject({
    points: points.min(1),
    minutes: z
      .int()
      .min(1)
      .max(1_440)
      .default(15)
      .meta({
        description: 'How long they are set aside unless the receipt is closed or cancelled before.',
        examples: [15],
      }),
  })
  .meta({ description: `Points to set aside while it is open, for a live card code. ${LIVE_CODE_ORIGIN}` });
