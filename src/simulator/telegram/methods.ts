// Every method of the Bot API that the simulator knows, in one list.
import type { Outside } from '../outside.ts';
import type { TelegramBot } from './bot.ts';
import { getChatMember } from './channels.ts';
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
} from './edit.ts';
import type { Params } from './params.ts';
import { answerCallbackQuery, getChat, getFile, sendChatAction } from './presses.ts';
import {
  copyMessage,
  sendContact,
  sendDocument,
  sendLocation,
  sendMediaGroup,
  sendMessage,
  sendPhoto,
} from './send.ts';
import {
  type Described,
  deleteMyCommands,
  deleteWebhook,
  getChatMenuButton,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  makeWords,
  setChatMenuButton,
  setMyCommands,
  setWebhook,
} from './setup.ts';

export type Method = (outside: Outside, bot: TelegramBot, params: Params, gone: AbortSignal) => unknown;

const name = makeWords('name', 'name', 64);
const description = makeWords('description', 'description', 512);
const shortDescription = makeWords('shortDescription', 'short_description', 120);

const METHODS: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto,
  sendDocument,
  sendMediaGroup,
  sendLocation,
  sendVenue: sendLocation,
  sendContact,
  copyMessage,
  sendChatAction,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName: name.set,
  getMyName: name.get,
  setMyDescription: description.set,
  getMyDescription: description.get,
  setMyShortDescription: shortDescription.set,
  getMyShortDescription: shortDescription.get,
  setChatMenuButton,
  getChatMenuButton,
  getChat,
  getChatMember,
  getFile,
  logOut: () => true,
  close: () => true,
};

/** By the lower-case name, because the Bot API does not look at case. */
export const methods = new Map(
  Object.entries(METHODS).map(([key, run]) => [key.toLowerCase(), { name: key, run }]),
);

/** Whether a method sends or edits, and so is held back by retry_after. */
export const isSending = (method: string): boolean => /^(send(?!ChatAction)|copy|edit)/.test(method);

export const isDescribed = (result: unknown): result is Described =>
  typeof result === 'object' && result !== null && 'described' in result;
