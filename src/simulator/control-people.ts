// The control API about people and their chats.
import type { FastifyInstance } from 'fastify';
import type { Waited } from './control.ts';
import { Missing } from './control-errors.ts';
import { action, awaited, chatPath, newPerson, smsQuery } from './control-schemas.ts';
import { announce, type PhoneOwner } from './people.ts';
import { streamEvents, streamPerson, waitForMessage } from './streams.ts';
import { act, seeChat, seePerson, type World } from './world.ts';

interface OnePerson {
  Params: { personId: string };
}

export function peopleRoutes(app: FastifyInstance, world: World): void {
  const { people } = world.outside;

  function ownerOf(personId: string): PhoneOwner {
    const owner = people.find(personId);
    if (!owner) throw new Missing(`no person ${personId}`);
    return owner;
  }

  app.get('/control/people', () => people.all().map((owner) => seePerson(world, owner)));

  app.post('/control/people', (request) => seePerson(world, people.add(newPerson.parse(request.body ?? {}))));

  app.get<OnePerson>('/control/people/:personId', (request) =>
    seePerson(world, ownerOf(request.params.personId)),
  );

  app.patch<OnePerson>('/control/people/:personId', (request) => {
    const owner = ownerOf(request.params.personId);
    const wanted = newPerson.parse(request.body ?? {});
    owner.name = wanted.name ?? owner.name;
    owner.phone = wanted.phone ?? owner.phone;
    owner.language = wanted.language ?? owner.language;
    owner.device = wanted.device ?? owner.device;
    owner.sharesName = wanted.sharesName ?? owner.sharesName;
    owner.viberApiVersion = wanted.viberApiVersion ?? owner.viberApiVersion;
    for (const change of ['person', 'telegram', 'viber'] as const) announce(owner, change);
    return seePerson(world, owner);
  });

  app.get<OnePerson>('/control/people/:personId/events', (request, reply) => {
    const owner = ownerOf(request.params.personId);
    streamEvents(request, reply, (send) => streamPerson(world, owner, send));
  });

  app.get<OnePerson>('/control/people/:personId/sms', (request) => ownerOf(request.params.personId).sms);

  app.get('/control/sms', (request) => world.sms.byPhone(smsQuery.parse(request.query).phone));

  app.get('/control/chats/:messenger/:personId', (request) => {
    const { messenger, personId } = chatPath.parse(request.params);
    return seeChat(world, messenger, ownerOf(personId));
  });

  app.post('/control/chats/:messenger/:personId/act', (request) => {
    const { messenger, personId } = chatPath.parse(request.params);
    return act(world, messenger, ownerOf(personId), action.parse(request.body));
  });

  app.get('/control/chats/:messenger/:personId/wait', async (request, reply) => {
    const { messenger, personId } = chatPath.parse(request.params);
    const query = awaited.parse(request.query);
    const owner = ownerOf(personId);
    const gone = new AbortController();
    const hangUp = (): void => gone.abort();
    request.raw.socket.once('close', hangUp);
    const message = await waitForMessage(world, owner, { messenger, ...query }, gone.signal);
    request.raw.socket.off('close', hangUp);
    if (message) return { message, view: seeChat(world, messenger, owner) } satisfies Waited;
    const what = query.contains === '' ? 'no message' : `no message with "${query.contains}"`;
    return reply.code(408).send({ error: `${what} after ${query.after} within ${query.timeoutMs} ms` });
  });
}
