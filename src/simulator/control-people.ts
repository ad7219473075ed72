// The control API about people and their chats.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GroupName, Waited } from './control.ts';
import { Missing } from './control-errors.ts';
import { action, awaited, chatPath, chatQuery, newGroup, newPerson, smsQuery } from './control-schemas.ts';
import { announce, type PhoneOwner } from './people.ts';
import { streamEvents, streamPerson, waitForMessage } from './streams.ts';
import { actInGroup, makeGroup } from './telegram/groups.ts';
import { act, findGroup, seeChat, seeGroup, seePerson, type World } from './world.ts';

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

  /** The chat that an address names: the person's own, or a group that the person is in. */
  function chatOf({ params, query }: FastifyRequest) {
    const { messenger, personId } = chatPath.parse(params);
    const { group: groupId } = chatQuery.parse(query);
    const owner = ownerOf(personId);
    const group = groupId === undefined ? undefined : findGroup(world, owner, groupId);
    if (groupId !== undefined && !group) throw new Missing(`${personId} is in no group ${groupId}`);
    return { messenger, owner, group };
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

  app.post('/control/groups', (request) => {
    const { title, personIds } = newGroup.parse(request.body);
    const [first, ...others] = personIds;
    const bot = world.telegram.current();
    const { groupId } = makeGroup(world.outside, bot, {
      title,
      members: [ownerOf(first), ...others.map(ownerOf)],
    });
    return { groupId, title } satisfies GroupName;
  });

  app.get('/control/chats/:messenger/:personId', (request) => {
    const { messenger, owner, group } = chatOf(request);
    return group ? seeGroup(world, group, owner) : seeChat(world, messenger, owner);
  });

  app.post('/control/chats/:messenger/:personId/act', (request) => {
    const { messenger, owner, group } = chatOf(request);
    const wanted = action.parse(request.body);
    return group
      ? actInGroup(world.outside, world.telegram.current(), group, owner, wanted)
      : act(world, messenger, owner, wanted);
  });

  app.get('/control/chats/:messenger/:personId/wait', async (request, reply) => {
    const { messenger, owner, group } = chatOf(request);
    const query = awaited.parse(request.query);
    const gone = new AbortController();
    const hangUp = (): void => gone.abort();
    request.raw.socket.once('close', hangUp);
    const message = await waitForMessage(world, owner, { messenger, group, ...query }, gone.signal);
    request.raw.socket.off('close', hangUp);
    const view = group ? seeGroup(world, group, owner) : seeChat(world, messenger, owner);
    if (message) return { message, view } satisfies Waited;
    const what = query.contains === '' ? 'no message' : `no message with "${query.contains}"`;
    return reply.code(408).send({ error: `${what} after ${query.after} within ${query.timeoutMs} ms` });
  });
}
