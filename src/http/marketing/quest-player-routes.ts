// Players of quests: found, read, put right by hand, taken out.
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { questPlayerRoutes } from '#src/contract/quest-players.ts';
import { giveTask } from '#src/core/quests/live/give-task.ts';
import { listForSegments } from '#src/core/quests/live/list-for-segments.ts';
import { listPlayers, type PlayersWho } from '#src/core/quests/live/list-players.ts';
import { readPlayer } from '#src/core/quests/live/read-player.ts';
import { streamPlayers } from '#src/core/quests/live/stream-players.ts';
import { readQuest } from '#src/core/quests/read-quest.ts';
import { invalidField, Refusal } from '#src/core/refusal.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { transaction } from '#src/db/client.ts';
import type { PlayerId, QuestId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { delimiterOf, sendCsv } from '../send-csv.ts';
import { readValue, serve } from '../serve.ts';
import { tellListed, tellPlayerFile } from './tell-quest-player.ts';

/** Each keeps a connection for as long as somebody downloads. */
const MOST_AT_ONCE = 2;
/** Whoever was quiet for so long has dropped out of the chapter that they are in. */
const DROPPED_MS = 15 * 60_000;

/** Inside of the marketing group, which says who may come in. */
export function questPlayerGroup(app: FastifyInstance, { database, clock, poke }: HttpDeps): void {
  const { db, sql } = database;
  let running = 0;

  const whoOf = (asked: { who: PlayersWho['who']; chapterNo?: number | undefined }): PlayersWho => {
    if (asked.who !== 'dropped') return { who: asked.who };
    if (asked.chapterNo === undefined) throw invalidField('chapterNo', 'missing');
    const before = new Date(clock.now().getTime() - DROPPED_MS);
    return { who: 'dropped', chapterNo: asked.chapterNo, before };
  };
  const idsOf = (params: { questId: string; playerId: string }) => ({
    questId: params.questId as QuestId,
    playerId: params.playerId as PlayerId,
  });

  serve(app, questPlayerRoutes.listPlayers, async ({ params, body }) => {
    const { text, ...who } = body;
    const found = await listPlayers(db, { questId: params.questId as QuestId, text, ...whoOf(who) });
    return { players: found.players.map(tellListed), more: found.more };
  });

  serve(app, questPlayerRoutes.readPlayer, async ({ params, request }) =>
    tellPlayerFile(await readPlayer(db, idsOf(params)), signedIn(request).language),
  );

  serve(app, questPlayerRoutes.giveTask, async ({ params, body, request }) => {
    const { taskNo } = params;
    const asked = { ...idsOf(params), taskNo, ...body, actor: signedIn(request).staffId, at: clock.now() };
    const changed = await transaction(db, (tx) => giveTask(tx, asked));
    poke?.();
    return { changed };
  });

  serve(app, questPlayerRoutes.makeList, async ({ params, body, request }) => {
    const { name, ...who } = body;
    const asked = { questId: params.questId as QuestId, name, who: whoOf(who) };
    const actor = signedIn(request).staffId;
    return await transaction(db, (tx) => listForSegments(tx, { ...asked, actor, at: clock.now() }));
  });

  const { takePlayers } = questPlayerRoutes;
  app.get(takePlayers.url, { schema: { summary: takePlayers.summary } }, async (request, reply) => {
    const { staffId: actor } = signedIn(request);
    const questId = readValue(takePlayers.params, request.params).questId as QuestId;
    const { delimiter, excel } = readValue(takePlayers.query, request.query);
    await readQuest(db, questId);
    if (running >= MOST_AT_ONCE) throw new Refusal('too_many_attempts', { minutes: 1 });
    const at = clock.now();
    const note = { actor, action: 'export.take', subject: questId, detail: { wholePhones: false }, at };
    await transaction(db, (tx) => recordAudit(tx, note));
    running++;
    const form = { delimiter: delimiterOf(delimiter), mark: excel === 'yes' };
    const stream = Readable.from(streamPlayers(sql, { questId, ...form }));
    stream.once('close', () => {
      running--;
    });
    return sendCsv(reply, `players-${questId}`, stream);
  });
}
