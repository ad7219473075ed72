import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPictureFile } from '#src/core/pictures/picture-file.ts';
import { storePicture } from '#src/core/pictures/store-picture.ts';
import { transaction } from '#src/db/client.ts';
import { NOON } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { aJpeg, aPng, chunk } from '#test/support/picture-files.ts';

const database = useDatabase();
const store = (bytes: Uint8Array) =>
  transaction(database.db, (tx) => storePicture(tx, { bytes, actor: 'stf_1', at: NOON }));

describe('what a file is', () => {
  it('when it is a PNG with notes and something behind its end, then only what draws is kept', () => {
    const clean = aPng(80, 70);
    const notes = [chunk('tEXt', Buffer.from('where\0home')), chunk('eXIf', Buffer.from('49.8,24.0'))];
    const told = Buffer.concat([
      clean.subarray(0, 33),
      ...notes,
      clean.subarray(33),
      Buffer.from('<script>'),
    ]);
    expect(readPictureFile(told)).toEqual({
      extension: 'png',
      bytes: clean,
      width: 80,
      height: 70,
    });
  });

  it('when it is a JPEG with EXIF, then its size is read and where it was taken is gone', () => {
    const file = readPictureFile(aJpeg(640, 480, { exif: 'GPS 49.8397 N' }));
    expect(file).toMatchObject({ extension: 'jpg', width: 640, height: 480 });
    expect(Buffer.from(file?.bytes ?? []).includes('GPS')).toBe(false);
    expect(file?.bytes).toEqual(aJpeg(640, 480, {}));
  });

  it.each([
    ['a page that calls itself a picture', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0', 'latin1')],
    ['nothing', Buffer.alloc(0)],
    ['half a PNG', aPng(80, 80).subarray(0, 50)],
    ['a PNG without a header', Buffer.concat([aPng(80, 80).subarray(0, 8), chunk('IDAT', deflateSync('x'))])],
    ['half a JPEG', aJpeg(80, 80, {}).subarray(0, 30)],
    ['a JPEG whose segment has no length', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0xff, 0xd9])],
  ])('when it is %s, then it is no picture', (_, bytes) => {
    expect(readPictureFile(bytes)).toBeNull();
  });
});

describe('keeping a picture', () => {
  beforeAll(async () => {
    await store(aPng(100, 100));
  });

  it('when the same comes again, then it is the same one', async () => {
    const again = await store(aPng(100, 100));
    expect(again).toEqual({
      pictureId: expect.stringMatching(/^[0-9a-f]{64}\.png$/),
      width: 100,
      height: 100,
    });
    const [row] = await database.sql`select count(*)::int as n from picture`;
    expect(row?.n).toBe(1);
  });

  it('when it is no picture, too many bytes, or of no size for a chat, then it says what to do', async () => {
    const refused = (code: string) => ({ code });
    await expect(store(Buffer.from('%PDF-1.7'))).rejects.toMatchObject(refused('picture_not_valid'));
    await expect(store(Buffer.alloc(1_000_001))).rejects.toMatchObject(refused('picture_too_large'));
    await expect(store(aPng(63, 100))).rejects.toMatchObject(refused('picture_size'));
    await expect(store(aPng(4_097, 100))).rejects.toMatchObject(refused('picture_size'));
  });
});
