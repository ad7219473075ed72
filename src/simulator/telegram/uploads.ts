// Pictures and documents that a bot sends: uploaded, named by URL, or sent again by file_id.
import { request } from 'undici';
import type { StoredFile } from '../files.ts';
import type { Outside } from '../outside.ts';
import type { TelegramBot } from './bot.ts';
import type { Params } from './params.ts';
import { isObject } from './params.ts';
import { badRequest } from './refusal.ts';

export interface SentFile {
  fileId: string;
  file: StoredFile;
}

/** Limits of the Bot API: uploads of 10 MB for photos and 50 MB for others, 5 and 20 MB by URL. */
const MAX_BYTES = { photo: 10, document: 50 };
const MAX_URL_BYTES = { photo: 5, document: 20 };
const MB = 1024 * 1024;

/** Reads the file that `value` names: `attach://name`, a URL, a file_id, or the upload called `field`. */
export async function readFile(
  outside: Outside,
  bot: TelegramBot,
  params: Params,
  kind: 'photo' | 'document',
  field: string,
  value: unknown = params.fields[field],
): Promise<SentFile> {
  const named = isObject(value) ? undefined : value;
  const attached = typeof named === 'string' && named.startsWith('attach://') ? named.slice(9) : field;
  const upload = params.uploads.get(attached);
  if (upload) {
    if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
    if (upload.bytes.length > MAX_BYTES[kind] * MB) throw badRequest('file is too big');
    return keep(outside, bot, kind, upload.bytes, upload.fileName);
  }
  if (typeof named !== 'string' || named === '') throw badRequest(`there is no ${kind} in the request`);
  if (/^https?:\/\//i.test(named)) {
    return keep(outside, bot, kind, await fetchFile(outside, named, kind), fileNameOf(named));
  }
  const known = bot.files.get(named);
  if (!known) throw badRequest('wrong remote file identifier specified: Wrong string length');
  if (known.kind !== kind) {
    const title = { photo: 'Photo', document: 'Document' };
    throw badRequest(`can't use file of type ${title[known.kind]} as ${title[kind]}`);
  }
  return { fileId: named, file: known.file };
}

function keep(
  outside: Outside,
  bot: TelegramBot,
  kind: 'photo' | 'document',
  bytes: Buffer,
  fileName: string,
): SentFile {
  const file = outside.files.keep(bytes, fileName);
  if (kind === 'photo') {
    const { width, height } = file;
    if (width === 0 || height === 0) throw badRequest('IMAGE_PROCESS_FAILED');
    if (width + height > 10_000 || Math.max(width / height, height / width) > 20) {
      throw badRequest('PHOTO_INVALID_DIMENSIONS');
    }
  }
  const prefix = kind === 'photo' ? 'AgACAgIAAxk' : 'BQACAgIAAxk';
  const fileId = `${prefix}${Buffer.from(`${bot.me.id}:${file.id}`).toString('base64url')}`;
  bot.files.set(fileId, { kind, file });
  return { fileId, file };
}

async function fetchFile(outside: Outside, url: string, kind: 'photo' | 'document'): Promise<Buffer> {
  try {
    const answer = await request(url, {
      dispatcher: outside.agent,
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    if (answer.statusCode !== 200 || bytes.length === 0 || bytes.length > MAX_URL_BYTES[kind] * MB) {
      throw badRequest('failed to get HTTP URL content');
    }
    return bytes;
  } catch {
    throw badRequest('failed to get HTTP URL content');
  }
}

const fileNameOf = (url: string): string => {
  try {
    return new URL(url).pathname.split('/').at(-1) || 'file';
  } catch {
    throw badRequest('wrong HTTP URL specified');
  }
};

/** The sizes under which a photo is listed: one, because the simulator does not scale. */
export const photoSizes = ({ fileId, file }: SentFile) => [
  {
    file_id: fileId,
    file_unique_id: file.id,
    width: file.width,
    height: file.height,
    file_size: file.bytes.length,
  },
];

export const documentOf = ({ fileId, file }: SentFile) => ({
  file_id: fileId,
  file_unique_id: file.id,
  file_name: file.fileName ?? 'file',
  mime_type: file.contentType,
  file_size: file.bytes.length,
});

/** Where the page finds the bytes. */
export const shownAt = (file: StoredFile): string => `/control/files/${file.id}`;
