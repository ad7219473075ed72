import { beforeAll, describe, expect, it } from 'vitest';
import { checkContent } from '#src/core/campaigns/content/check-content.ts';
import { countReaders } from '#src/core/campaigns/content/count-readers.ts';
import { prepareContentIn } from '#src/core/campaigns/content/prepare-content.ts';
import { type MatrixKnown, readMatrix } from '#src/core/campaigns/content/read-matrix.ts';
import { weighContent } from '#src/core/campaigns/content/weigh-content.ts';
import { writeMatrix } from '#src/core/campaigns/content/write-matrix.ts';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { transaction } from '#src/db/client.ts';
import { newId } from '#src/lib/id.ts';
import { aMember, anIdentity, aShop, NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';

const SEGMENT = newId('seg', 1);
const KNOWN: MatrixKnown = {
  segments: [{ segmentId: SEGMENT, name: 'Кавомани' }],
  tierKeys: ['base', 'silver', 'gold'],
  variants: ['A', 'B'],
  slots: false,
};
const HEAD = 'блок;сегмент;рівень;RFM;життєвий цикл;варіант;українська;english';
const read = (...rows: string[]) => readMatrix([HEAD, ...rows].join('\r\n'), KNOWN);
const whens = (...rows: string[]) =>
  read(...rows).blocks.flatMap(({ versions }) => versions.map(({ when }) => when));

describe('a spreadsheet of versions', () => {
  it('when its rows name segments, tiers, cells and variants, then each is a version for those', () => {
    expect(whens(';кавомани;;;;;а;b', ';;Срібна;33*;;;а;b', ';;;;lost;B;а;b', ';;;;;;а;b')).toEqual([
      { field: 'member.segment', is: 'in', value: [SEGMENT] },
      {
        all: [
          { field: 'member.tier', is: 'is', value: 'silver' },
          { all: ['rfmR', 'rfmF'].map((field) => ({ field: `member.${field}`, is: 'is', value: 3 })) },
        ],
      },
      { field: 'member.lifeCycle', is: 'is', value: 'lost' },
      null,
    ]);
    expect(read(';;;;;b;а;b').blocks[0]?.versions[0]).toMatchObject({
      variant: 'B',
      texts: { uk: 'а', en: 'b' },
    });
  });

  it('when it was pasted from a sheet, then tabs and lines within cells are read', () => {
    const pasted = 'блок\tукраїнська\nпривіт\t"Рядок\nдругий"\n\t\nновина\tСир\n';
    expect(readMatrix(pasted, KNOWN).blocks).toEqual([
      { name: 'привіт', versions: [{ when: null, variant: null, texts: { uk: 'Рядок\nдругий' } }] },
      { name: 'новина', versions: [{ when: null, variant: null, texts: { uk: 'Сир' } }] },
    ]);
  });

  it('when rows are wrong, then each is told by row and column, all at once, and what is unfilled is named', () => {
    const { problems, unfilled } = read(';ніхто;;;;;а;b', ';;платина;39;;C;{{x}};', ';;;;;;;');
    expect(problems.map(({ row, column, problem }) => [row, column, problem])).toEqual([
      [2, 'segment', 'campaign.matrixSegment'],
      [3, 'uk', 'campaign.unknownPlace'],
      [3, 'variant', 'oneOf'],
      [3, 'tier', 'oneOf'],
      [3, 'rfm', 'campaign.matrixRfm'],
    ]);
    expect(unfilled).toEqual([{ row: 3, language: 'en' }]);
    const refused = (csv: string) => expect.soft(() => readMatrix(csv, KNOWN)).toThrow('invalid_input');
    refused('блок;текст\nа;б');
    refused('українська;колір\nа;б');
    refused(HEAD);
  });

  it('when eighty versions are downloaded, then uploading them again gives the same', () => {
    const rows = Array.from({ length: 80 }, (_, n) => `;;gold;${1 + (n % 3)}*${1 + (n % 2)};;;"=а;${n}";b`);
    const { blocks } = read(...rows, 'інший;Кавомани;;;lost;A;так;yes');
    const content = checkContent({ blocks });
    for (const language of ['uk', 'ru', 'en'] as const)
      expect(readMatrix(writeMatrix(content, { language, segments: KNOWN.segments }), KNOWN).blocks).toEqual(
        content.blocks,
      );
    const any = { any: [{ field: 'member.tier', is: 'is', value: 'gold' }] };
    const odd = checkContent({ blocks: [{ versions: [{ when: any, texts: { uk: 'а' } }] }] });
    expect(readMatrix(writeMatrix(odd, { language: 'uk', segments: [] }), KNOWN).blocks).toEqual(odd.blocks);
  });
});

describe('versions before the launch', () => {
  const database = useDatabase();
  beforeAll(() => aShop(database.db));

  it('when people fall into them, then each version is counted, and the rows say which is whose', async () => {
    for (const tierKey of ['gold', 'gold', 'silver', 'base']) {
      const { memberId } = await aMember(database.db, { tierKey, marketingConsent: true });
      await anIdentity(database.db, { memberId });
    }
    const tier = (value: string) => ({ field: 'member.tier', is: 'is', value });
    const content = checkContent({
      blocks: [
        {
          name: 'рівень',
          versions: [
            { when: tier('gold'), texts: { uk: 'Золото' } },
            { when: tier('platinum'), texts: { uk: 'Платина' } },
            { when: tier('silver'), texts: { uk: 'Срібло' } },
          ],
        },
        { name: 'усім', versions: [{ texts: { uk: 'Вітаємо' } }] },
      ],
    });
    const at = NOON;
    const write = { name: 'a', content, controlPercent: 0, createdBy: 'stf_1', at };
    const campaignId = await transaction(database.db, (tx) => createCampaign(tx, write));
    const variants = [{ key: 'A', share: 100 }];
    expect(await countReaders(database.db, { campaignId, content, variants, at })).toEqual({
      blocks: [
        { readers: [2, 0, 1], none: 1 },
        { readers: [4], none: 0 },
      ],
      about: false,
    });
    await transaction(database.db, (tx) => launchCampaign(tx, { campaignId, at }));
    await transaction(database.db, (tx) => expandAudience(tx, { at }));
    const rows = await database.sql`select picked from campaign_delivery where campaign_id = ${campaignId}`;
    expect(rows.map(({ picked }) => String(picked)).sort()).toEqual(['0,1', '1,1', '1,1', '3,1']);
  });

  it('when a text is long, then each messenger says what comes of it', async () => {
    const weigh = async (letters: number, pictureId: string | null) => {
      const content = checkContent({
        blocks: [{ versions: [{ texts: { uk: 'а'.repeat(letters) } }] }],
        pictureId,
      });
      const ready = await prepareContentIn(database.db, content, NOON);
      return weighContent(ready)
        .filter(({ language }) => language === 'uk')
        .map(({ outcome }) => outcome);
    };
    const picture = `${'0'.repeat(64)}.png`;
    expect(await weigh(200, null)).toEqual(['fits', 'fits']);
    expect(await weigh(200, picture)).toEqual(['fits', 'apart']);
    expect(await weigh(2_000, picture)).toEqual(['apart', 'apart']);
  });
});
