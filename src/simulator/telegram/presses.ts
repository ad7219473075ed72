// answerCallbackQuery, and small methods that need the chat but send nothing.
import { addToast } from '../chats.ts';
import type { Outside } from '../outside.ts';
import type { TelegramBot } from './bot.ts';
import { flag, type Params, text } from './params.ts';
import { findReceiver } from './receive.ts';
import { badRequest } from './refusal.ts';

/** How long a press can be answered, as long as its update lives. */
const ANSWERABLE_MS = 150_000;
const MAX_NOTICE = 200;

export function answerCallbackQuery(outside: Outside, bot: TelegramBot, params: Params): true {
  const id = text(params, 'callback_query_id') ?? '';
  const notice = text(params, 'text') ?? '';
  const press = bot.presses.get(id);
  const now = outside.clock.now();
  if (!press || now.getTime() - press.at > ANSWERABLE_MS) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  if (notice.length > MAX_NOTICE) throw badRequest('MESSAGE_TOO_LONG');
  bot.presses.delete(id);
  outside.stats.count('callbackAnswered');
  if (notice !== '') {
    const { personId: to } = press.by;
    addToast(press.chat, { at: now.toISOString(), text: notice, alert: flag(params, 'show_alert'), to });
  }
  return true;
}

const CHAT_ACTIONS =
  /^(typing|upload_photo|record_video|upload_video|record_voice|upload_voice|upload_document|choose_sticker|find_location|record_video_note|upload_video_note)$/;

export function sendChatAction(outside: Outside, bot: TelegramBot, params: Params): true {
  if (!CHAT_ACTIONS.test(text(params, 'action') ?? '')) throw badRequest('wrong parameter action in request');
  findReceiver(outside, bot, params);
  return true;
}

export function getChat(outside: Outside, bot: TelegramBot, params: Params) {
  const receiver = findReceiver(outside, bot, params);
  const chat =
    receiver.kind === 'chat'
      ? receiver.chat.wire()
      : { id: receiver.userId, type: 'private' as const, first_name: `Lazy ${receiver.n}` };
  return { ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} };
}

export function getFile(_outside: Outside, bot: TelegramBot, params: Params) {
  const fileId = text(params, 'file_id') ?? '';
  const known = bot.files.get(fileId);
  if (!known) throw badRequest('invalid file_id');
  const folder = known.kind === 'photo' ? 'photos' : 'documents';
  return {
    file_id: fileId,
    file_unique_id: known.file.id,
    file_size: known.file.bytes.length,
    file_path: `${folder}/${known.file.id}`,
  };
}
