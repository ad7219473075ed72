// Every method of the REST API that the simulator knows. Each answers with JSON text, or throws a ViberRefusal.
import type { Outside } from '../outside.ts';
import type { PhoneOwner } from '../people.ts';
import { type ViberAccount, type ViberAccounts, withToken } from './account.ts';
import { readViberMessage } from './message.ts';
import { findViberReceiver, receiveInViber } from './receive.ts';
import { badData, missingData, notFound, STATUS, tooManyRequests, ViberRefusal } from './refusal.ts';

export interface ViberCall {
  outside: Outside;
  accounts: ViberAccounts;
  account: ViberAccount;
  fields: Record<string, unknown>;
}

const ALL_EVENTS = [
  'subscribed',
  'unsubscribed',
  'webhook',
  'conversation_started',
  'delivered',
  'seen',
  'failed',
  'message',
  'client_status',
];
const HOST = 'SN-CHAT-05_';
const MAX_RECEIVERS = 300;
const BROADCASTS_PER_10_S = 500;
const DETAILS_PER_12_H = 2;

async function setWebhook({ account, fields }: ViberCall): Promise<string> {
  const { url, event_types: wanted } = fields;
  if (typeof url !== 'string') throw missingData('url');
  if (url === '') {
    account.callbacks.webhook = undefined;
    return JSON.stringify({ status: 0, status_message: 'ok', event_types: [] });
  }
  if (!/^https?:/.test(url) || !URL.canParse(url) || !(await account.callbacks.verify(url))) {
    throw new ViberRefusal(STATUS.invalidUrl, 'invalidUrl');
  }
  const list = Array.isArray(wanted) ? wanted.filter((item) => typeof item === 'string') : ALL_EVENTS;
  const unknown = list.find((item) => !ALL_EVENTS.includes(item));
  if (unknown !== undefined) throw badData(`unknown event type ${unknown}`);
  account.callbacks.webhook = { url, eventTypes: new Set(list), sendName: fields.send_name === true };
  return JSON.stringify({ status: 0, status_message: 'ok', chat_hostname: HOST, event_types: list });
}

function sendMessage({ outside, accounts, account, fields }: ViberCall): string {
  const { receiver: userId } = fields;
  if (typeof userId !== 'string' || userId === '') throw missingData('receiver');
  const message = readViberMessage(fields, true);
  const receiver = findViberReceiver(outside, account, userId, message.minApiVersion);
  const token = accounts.nextToken();
  const billing = receiveInViber(outside, account, receiver, message, token);
  return withToken(token, { status: 0, status_message: 'ok', chat_hostname: HOST, billing_status: billing });
}

function broadcastMessage({ outside, accounts, account, fields }: ViberCall): string {
  const now = outside.clock.now().getTime();
  account.broadcasts = account.broadcasts.filter((at) => at > now - 10_000);
  if (account.broadcasts.length >= BROADCASTS_PER_10_S) throw tooManyRequests();
  account.broadcasts.push(now);
  const { broadcast_list: list } = fields;
  if (!Array.isArray(list) || list.length === 0) throw missingData('broadcast_list');
  if (list.length > MAX_RECEIVERS) throw badData(`broadcast_list has more than ${MAX_RECEIVERS} receivers`);
  const whole = JSON.stringify(fields);
  const personal = whole.includes('replace_me_with_');
  const common = readViberMessage(fields, true);
  const token = accounts.nextToken();
  const failed: object[] = [];
  for (const userId of new Set(list.map(String))) {
    try {
      const fault = outside.faults.strike('viber', 'broadcast_receiver', userId);
      if (fault?.kind === 'blocked') throw new ViberRefusal(STATUS.receiverNotSubscribed, 'Not subscribed');
      if (fault?.kind === 'not_found') throw notFound();
      const receiver = findViberReceiver(outside, account, userId, common.minApiVersion);
      const name =
        receiver.kind === 'person' ? shownName(account, receiver.chat.owner) : `Lazy ${receiver.n}`;
      const message = personal ? readViberMessage(fillIn(whole, userId, name), true) : common;
      receiveInViber(outside, account, receiver, message, token);
    } catch (cause) {
      if (!(cause instanceof ViberRefusal)) throw cause;
      failed.push({ receiver: userId, status: cause.status, status_message: cause.message });
    }
  }
  return withToken(token, { status: 0, status_message: 'ok', failed_list: failed });
}

function fillIn(whole: string, userId: string, name: string): Record<string, unknown> {
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
  return JSON.parse(
    whole
      .replaceAll('replace_me_with_receiver_id', inJson(userId))
      .replaceAll('replace_me_with_url_encoded_receiver_id', encodeURIComponent(userId))
      .replaceAll('replace_me_with_user_name', inJson(name)),
  );
}

function getAccountInfo({ account }: ViberCall): string {
  const { webhook } = account.callbacks;
  const subscribed = [...account.chats.values()].filter((chat) => chat.joined).length;
  return JSON.stringify({
    status: 0,
    status_message: 'ok',
    id: 'pa:75346594275468546724',
    name: account.name,
    uri: account.uri,
    icon: '',
    background: '',
    category: 'Shopping',
    subcategory: 'Retail',
    country: 'UA',
    webhook: webhook?.url ?? '',
    event_types: [...(webhook?.eventTypes ?? [])],
    subscribers_count: subscribed,
    members: [],
  });
}

function getUserDetails({ outside, accounts, account, fields }: ViberCall): string {
  const userId = typeof fields.id === 'string' ? fields.id : '';
  if (userId === '') throw missingData('id');
  const owner = outside.people.findByViber(userId);
  if (!owner) throw notFound();
  if (!account.chats.get(userId)?.joined)
    throw new ViberRefusal(STATUS.receiverNotSubscribed, 'Not subscribed');
  const now = outside.clock.now().getTime();
  const recent = (account.details.get(userId) ?? []).filter((at) => at > now - 12 * 3_600_000);
  if (recent.length >= DETAILS_PER_12_H) throw tooManyRequests();
  account.details.set(userId, [...recent, now]);
  const user = {
    ...wireViberPerson(account, owner),
    primary_device_os: owner.device === 'desktop' ? 'Windows 11' : 'android 16',
    viber_version: '26.1.0',
    mcc: 255,
    mnc: 1,
    device_type: owner.device === 'desktop' ? 'desktop' : 'phone',
  };
  return withToken(accounts.nextToken(), { status: 0, status_message: 'ok', user });
}

function getOnline({ outside, account, fields }: ViberCall): string {
  const { ids } = fields;
  if (!Array.isArray(ids) || ids.length === 0) throw missingData('ids');
  if (ids.length > 100) throw badData('ids has more than 100 items');
  const users = ids.map((id: unknown) => {
    const owner = outside.people.findByViber(String(id));
    const reachable = owner !== undefined && account.chats.get(owner.viberId)?.joined === true;
    return {
      id,
      online_status: reachable ? 0 : 4,
      online_status_message: reachable ? 'online' : 'unavailable',
    };
  });
  return JSON.stringify({ status: 0, status_message: 'ok', users });
}

/** The name that the bot sees: the real one only when the person and set_webhook both allow it. */
export function shownName(account: ViberAccount, owner: PhoneOwner): string {
  return owner.sharesName && account.callbacks.webhook?.sendName === true ? owner.name : 'Subscriber';
}

/** The person as callbacks carry it. */
export const wireViberPerson = (account: ViberAccount, owner: PhoneOwner) => ({
  id: owner.viberId,
  name: shownName(account, owner),
  language: owner.language,
  country: 'UA',
  api_version: owner.viberApiVersion,
});

export const viberMethods: Record<string, (call: ViberCall) => string | Promise<string>> = {
  set_webhook: setWebhook,
  send_message: sendMessage,
  broadcast_message: broadcastMessage,
  get_account_info: getAccountInfo,
  get_user_details: getUserDetails,
  get_online: getOnline,
};
