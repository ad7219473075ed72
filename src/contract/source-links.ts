// Links with a name, for a poster, a store or a blogger: what each brought.
import { z } from 'zod';
import { route } from './route.ts';
import { instant, line } from './words.ts';

const code = z.string().regex(/^[0-9a-z]{8}$/);
const count = z.int().min(0);

export const sourceLink = z.object({
  code,
  name: z.string(),
  createdAt: instant,
  archivedAt: instant.nullable(),
  url: z.string().meta({ description: 'A page that offers both messengers: for print and for the web.' }),
  telegram: z.string().nullable().meta({ description: 'Straight into the bot; null: there is none.' }),
  viber: z.string().nullable(),
  opened: count.meta({ description: 'Chats that were opened by it first.' }),
  registered: count,
  bought: count.meta({ description: 'Of those who registered, who has bought something.' }),
});
export type SourceLink = z.output<typeof sourceLink>;
const links = z.object({ links: z.array(sourceLink) });

export const sourceLinkRoutes = {
  listLinks: route({
    method: 'GET',
    url: '/api/marketing/links',
    summary: 'Every link with what it brought, the newest first',
    reply: links,
  }),
  createLink: route({
    method: 'POST',
    url: '/api/marketing/links',
    summary: 'A link with a name of its own',
    body: z.strictObject({
      name: line(100).meta({ description: 'For the staff.', examples: ['Постер у метро'] }),
    }),
    reply: links,
    statuses: [201],
  }),
  archiveLink: route({
    method: 'PATCH',
    url: '/api/marketing/links/:code',
    summary: 'Put a link away, or back; what is printed goes on working',
    params: z.strictObject({ code }),
    body: z.strictObject({ archived: z.boolean() }),
    reply: links,
  }),
};
