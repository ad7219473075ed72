// Fetches a photo that somebody has sent: Telegram is asked where it lies, and gives it there for an hour.
import { GrammyError } from 'grammy';
import type { FetchedPhoto } from '#src/core/deliveries/messenger.ts';
import type { TelegramApi } from './telegram-api.ts';

export async function fetchPhoto(
  telegram: TelegramApi,
  { fileId, mostBytes }: { fileId: string; mostBytes: number },
): Promise<FetchedPhoto> {
  try {
    const { file_path: path, file_size: size = 0 } = await telegram.api.getFile(fileId);
    if (size > mostBytes) return { bytes: null, why: 'tooLarge' };
    if (path === undefined) return { bytes: null, why: 'gone' };
    const answer = await telegram.download(path, mostBytes);
    if (answer.reached !== 'answered' || answer.status >= 500) return { bytes: null, why: 'notNow' };
    return answer.status === 200 ? { bytes: answer.body } : { bytes: null, why: 'gone' };
  } catch (error) {
    return { bytes: null, why: refusedFor(error) };
  }
}

/** What Telegram says no to for good; everything else may go well the next time. */
function refusedFor(error: unknown): 'tooLarge' | 'gone' | 'notNow' {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return 'notNow';
  return /too big/i.test(error.description) ? 'tooLarge' : 'gone';
}
