// Tables that staff take out as CSV.
import { z } from 'zod';
import { route } from './route.ts';

export const exportForm = z.strictObject({
  delimiter: z.enum(['comma', 'semicolon']).default('comma'),
  /** With a byte order mark, which Excel needs. */
  excel: z.enum(['yes', 'no']).default('no'),
  phones: z.enum(['masked', 'whole']).default('masked'),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
});

export const exportRoutes = {
  listExports: route({
    method: 'GET',
    url: '/api/office/exports',
    summary: 'The tables that you may take out',
    reply: z.object({
      tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), hasTime: z.boolean() })),
      mayTakePhones: z.boolean(),
    }),
  }),
  /** Streamed as it is. */
  takeExport: route({
    method: 'GET',
    url: '/api/office/exports/:name',
    summary: 'One table as CSV',
    params: z.strictObject({ name: z.string().max(40) }),
    query: exportForm,
    reply: z.string(),
  }),
};
