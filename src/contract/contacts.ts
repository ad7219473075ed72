// How often and when members may be written to about offers.
import { z } from 'zod';
import { problem } from './problem.ts';
import { route } from './route.ts';

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, problem('timeOfDay'))
  .meta({ description: 'A time of day where the member is.', examples: ['21:00'] });

export const contactPolicy = z.strictObject({
  /** Most messages within 24 hours and within 7 days, over all campaigns; null: any number. */
  perDay: z.int().min(1).max(20).nullable(),
  perWeek: z.int().min(1).max(20).nullable(),
  /** Nothing is sent from the one until the other. Both null: at any hour. */
  quietFrom: timeOfDay.nullable(),
  quietTo: timeOfDay.nullable(),
  /** Percent of all members who never get advertising, to compare with. */
  controlPercent: z.int().min(0).max(20),
  /** Another word chooses others; it holds for campaigns that are launched from then on. */
  controlSalt: z.string().trim().min(1).max(40),
});
export type ContactPolicy = z.output<typeof contactPolicy>;

export const contactRoutes = {
  readContacts: route({
    method: 'GET',
    url: '/api/admin/contacts',
    summary: 'How often and when members may be written to about offers',
    reply: contactPolicy,
  }),
  changeContacts: route({
    method: 'PATCH',
    url: '/api/admin/contacts',
    summary: 'Change some of the limits; they hold from the next messages of every campaign on',
    body: contactPolicy.partial(),
    reply: contactPolicy,
  }),
};
