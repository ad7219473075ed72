// Files into segments and out of them: lists of people, and hashes for advertising networks.
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { segmentRoutes } from '#src/contract/segments.ts';
import { Refusal } from '#src/core/refusal.ts';
import { countAudience } from '#src/core/segments/count-audience.ts';
import { createSegment } from '#src/core/segments/create-segment.ts';
import {
  endExport,
  FOR_ADS,
  listSegmentExports,
  type Network,
  noteExport,
  streamSegment,
} from '#src/core/segments/export-segment.ts';
import { readSegment } from '#src/core/segments/list-segments.ts';
import { putList } from '#src/core/segments/put-list.ts';
import { readAudience, wholeOf } from '#src/core/segments/read-audience.ts';
import { readPeople } from '#src/core/segments/read-list.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { transaction } from '#src/db/client.ts';
import type { SegmentId } from '#src/lib/id.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { sendCsv } from '../send-csv.ts';
import { webSentence } from '../sentences.ts';
import { readValue, serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';
import { tellOneSegment } from './tell-segments.ts';

/** 100,000 lines with room for a name beside each. */
const FILE_BYTES = 10 * 1024 * 1024;
/** Each looks through all members for as long as somebody downloads. */
const MOST_AT_ONCE = 2;

/** Inside of the marketing group, which says who may come in. */
export function segmentFileGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock } = deps;
  const { db } = database;
  let running = 0;

  const whereOf = async (segmentId: SegmentId) => {
    await readSegment(db, segmentId);
    const [where] = await readAudience(db, [wholeOf(segmentId)], clock.now());
    if (!where) throw new Error('one condition has one expression');
    return where;
  };

  serve(app, segmentRoutes.createList, async ({ body, request }) => {
    const { staffId, language } = signedIn(request);
    const fresh = { name: body.name, actor: staffId, at: clock.now() };
    const segmentId = await transaction(db, (tx) => createSegment(tx, fresh));
    return await tellOneSegment(deps, segmentId, language);
  });

  serve(
    app,
    segmentRoutes.putList,
    async ({ params, body, request }) => {
      const { staffId, language } = signedIn(request);
      const segmentId = params.segmentId as SegmentId;
      const change = { segmentId, changedAt: new Date(body.changedAt), actor: staffId, at: clock.now() };
      const read = await readPeople(body.csv);
      const put = await transaction(db, (tx) => putList(tx, { ...change, ...read, replace: body.replace }));
      return {
        ...put,
        segment: await tellOneSegment(deps, segmentId, language),
        bad: put.bad.map(({ line, text, why }) => ({
          line,
          text,
          sentence: webSentence(`badPerson.${why}`, language),
        })),
      };
    },
    { bodyLimit: FILE_BYTES },
  );

  serve(app, segmentRoutes.listTaken, async ({ params }) => {
    const segmentId = params.segmentId as SegmentId;
    const { members, about } = await countAudience(db, await whereOf(segmentId), FOR_ADS);
    const taken = await listSegmentExports(db, segmentId);
    const names = await readStaffNames(
      db,
      taken.map(({ askedBy }) => askedBy),
    );
    return {
      forAds: members,
      about,
      exports: taken.map(({ network, askedBy, askedAt, people }) => ({
        network,
        people,
        askedBy: names.get(askedBy) ?? askedBy,
        askedAt: askedAt.toISOString(),
      })),
    };
  });

  const { takeSegment } = segmentRoutes;
  app.get(takeSegment.url, { schema: { summary: takeSegment.summary } }, async (request, reply) => {
    const { staffId: actor } = signedIn(request);
    const { segmentId: id, name } = readValue(takeSegment.params, request.params);
    const segmentId = id as SegmentId;
    const network = name.slice(0, -'.csv'.length) as Network;
    const where = await whereOf(segmentId);
    if (running >= MOST_AT_ONCE) throw new Refusal('too_many_attempts', { minutes: 1 });
    const at = clock.now();
    const exportId = await transaction(db, (tx) => noteExport(tx, { segmentId, network, actor, at }));
    running++;
    const stream = Readable.from(pieces());
    stream.once('close', () => {
      running--;
    });
    return sendCsv(reply, `${network}-${segmentId}`, stream);

    async function* pieces() {
      let people = 0;
      for await (const piece of streamSegment(db, { where, network })) {
        people += piece.people;
        yield piece.text;
      }
      await transaction(db, (tx) => endExport(tx, { exportId, people, at: clock.now() }));
    }
  });
}
