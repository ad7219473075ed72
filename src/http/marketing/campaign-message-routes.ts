// What a campaign's message comes to: for one member, for the readers of each version, and as a spreadsheet.
import type { FastifyInstance } from 'fastify';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { composeForMember, offersFor } from '#src/core/campaigns/content/compose-for-member.ts';
import { countReaders } from '#src/core/campaigns/content/count-readers.ts';
import { COLUMN_NAMES } from '#src/core/campaigns/content/matrix-columns.ts';
import { prepareContentIn } from '#src/core/campaigns/content/prepare-content.ts';
import { readMatrixKnown, takeMatrix } from '#src/core/campaigns/content/take-matrix.ts';
import { weighContent } from '#src/core/campaigns/content/weigh-content.ts';
import { writeMatrix } from '#src/core/campaigns/content/write-matrix.ts';
import { readCampaign } from '#src/core/campaigns/read-campaign.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { transaction } from '#src/db/client.ts';
import { problemSentence } from '#src/lib/i18n.ts';
import type { MemberId } from '#src/lib/id.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';
import { campaignIdOf, tellCampaign } from './tell-campaign.ts';
import { audienceTeller } from './tell-segments.ts';

const MATRIX_BYTES = 4_000_000;

/** Inside of the marketing group, which says who may come in. */
export function campaignMessageGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock, known, rules } = deps;
  const { db, sql } = database;

  serve(app, campaignMessageRoutes.previewForMember, async ({ params }) => {
    const { campaignId, content, variants } = await readCampaign(db, campaignIdOf(params));
    const memberId = params.memberId as MemberId;
    const { name, language } = await readMember(db, memberId);
    const at = clock.now();
    const context = { known: await known(), rules: await rules(), at };
    const offers = await offersFor(sql, { content, memberId }, context);
    const asked = { campaignId, content, memberId, language, variant: null, variants, offers, at };
    const { text, buttons = [] } = await composeForMember(db, asked);
    const labels = buttons.flat().map(({ label }) => label);
    return { name, language, text, buttons: labels, pictureId: content.pictureId };
  });

  serve(app, campaignMessageRoutes.readReaders, async ({ params, request }) => {
    const { campaignId, content, variants } = await readCampaign(db, campaignIdOf(params));
    const at = clock.now();
    const weights = weighContent(await prepareContentIn(db, content, at));
    const { blocks, about } = await countReaders(db, { campaignId, content, variants, at });
    const tell = await audienceTeller(deps, signedIn(request).language);
    const told = blocks.map((block, place) => ({
      ...block,
      who: (content.blocks[place]?.versions ?? []).map(({ when }) => when && tell(when)),
    }));
    return { blocks: told, about, weights };
  });

  serve(app, campaignMessageRoutes.readMatrix, async ({ params, request }) => {
    const { language } = signedIn(request);
    const { content, variants } = await readCampaign(db, campaignIdOf(params));
    const { segments } = await readMatrixKnown(db, { content, variants });
    return { csv: writeMatrix(content, { language, segments }) };
  });

  serve(
    app,
    campaignMessageRoutes.uploadMatrix,
    async ({ params, body, request }) => {
      const { language } = signedIn(request);
      const campaignId = campaignIdOf(params);
      const sheet = { campaignId, csv: body.csv, changedAt: new Date(body.changedAt), at: clock.now() };
      const { blocks, problems, unfilled, campaign } = await transaction(db, async (tx) => {
        const read = await takeMatrix(tx, sheet);
        const taken = read.problems.length === 0;
        return { ...read, campaign: taken ? tellCampaign(await readCampaign(tx, campaignId)) : null };
      });
      return {
        taken: campaign !== null,
        campaign,
        versions: blocks.reduce((sum, { versions }) => sum + versions.length, 0),
        problems: problems.map(({ row, column, problem, values }) => ({
          row,
          column: COLUMN_NAMES[language][column],
          sentence: problemSentence(language, problem, values),
        })),
        unfilled,
      };
    },
    { bodyLimit: MATRIX_BYTES },
  );
}
