// What a partner who answers for tasks of type `check` needs from us.
import { z } from 'zod';
import { questId } from './quests.ts';
import { route } from './route.ts';

const shownCheckSecret = z.object({
  host: z.string().meta({ description: 'Whose secret it is: the same for all tasks of one host.' }),
  secret: z.string().meta({ examples: ['whsec_…'] }),
});

export const questCheckSecretRoutes = {
  showCheckSecret: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/tasks/:taskKey/secret',
    summary: 'Show the secret that signs the questions of a `check` task; the log keeps who looked',
    params: z.strictObject({ questId, taskKey: z.string().min(1).max(40) }),
    reply: shownCheckSecret,
  }),
};
