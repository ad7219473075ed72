// Reads a message as send_message, broadcast_message and the answer to conversation_started carry it: checks every
// field within Viber's limits and says how the phone shows it.
import type { Button } from '../chats.ts';
import type { ChatMessage, ShownButton } from '../control.ts';
import { type GridKey, readGrid } from './keyboard.ts';
import { badData, missingData } from './refusal.ts';
import { viberSpans } from './styled.ts';

export interface ViberMessage {
  /** Undefined when only a keyboard was sent. */
  drawing: (Pick<ChatMessage, 'kind' | 'text'> & Partial<ChatMessage>) | undefined;
  buttons: Button[][];
  /** A picture or file that the phone fetches. */
  media: { url: string; kind: 'picture' | 'file'; fileName: string } | undefined;
  keyboard: GridKey[][] | undefined;
  trackingData: string;
  minApiVersion: number;
  /** What makes two messages the same to a reader. */
  fingerprint: string;
}

const LIMIT = {
  text: 7_000,
  caption: 120,
  sender: 28,
  tracking: 4_000,
  url: 2_000,
  contactName: 28,
  phone: 18,
  fileName: 256,
};

type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `needsSender` is false for the welcome message. Throws a ViberRefusal. */
export function readViberMessage(fields: Fields, needsSender: boolean): ViberMessage {
  const minApiVersion = typeof fields.min_api_version === 'number' ? fields.min_api_version : 1;
  if (needsSender) {
    const name = isRecord(fields.sender) ? fields.sender.name : undefined;
    if (typeof name !== 'string' || name === '') throw missingData('sender.name');
    if (name.length > LIMIT.sender) throw badData(`sender.name is longer than ${LIMIT.sender}`);
  }
  const trackingData = optional(fields, 'tracking_data', LIMIT.tracking) ?? '';
  const keyboard = fields.keyboard ? readGrid(fields.keyboard, 'keyboard', minApiVersion) : undefined;
  const base = { keyboard, trackingData, minApiVersion, buttons: [], media: undefined };
  if (fields.type === undefined || fields.type === null) {
    if (!keyboard) throw missingData('type');
    return { ...base, drawing: undefined, fingerprint: '' };
  }
  if (typeof fields.type !== 'string') throw badData('type is not valid');
  const message = { ...base, ...readContent(fields, fields.type.toLowerCase(), minApiVersion) };
  const { type, text, media, rich_media: rich } = fields;
  return { ...message, fingerprint: JSON.stringify([type, text, media, rich]) };
}

type Content = Pick<ViberMessage, 'drawing'> & Partial<Pick<ViberMessage, 'buttons' | 'media'>>;

function readContent(fields: Fields, type: string, minApiVersion: number): Content {
  switch (type) {
    case 'text':
      return { drawing: { kind: 'text', text: viberSpans(required(fields, 'text', LIMIT.text)) } };
    case 'picture': {
      const url = readUrl(fields);
      const caption = optional(fields, 'text', LIMIT.caption) ?? '';
      return {
        drawing: { kind: 'photo', text: viberSpans(caption) },
        media: { url, kind: 'picture', fileName: '' },
      };
    }
    case 'video':
    case 'file': {
      const url = readUrl(fields);
      if (typeof fields.size !== 'number') throw missingData('size');
      const fileName = type === 'file' ? required(fields, 'file_name', LIMIT.fileName) : 'video.mp4';
      return { drawing: { kind: 'document', text: [] }, media: { url, kind: 'file', fileName } };
    }
    case 'contact': {
      if (!isRecord(fields.contact)) throw missingData('contact');
      const name = required(fields.contact, 'name', LIMIT.contactName);
      const phone = required(fields.contact, 'phone_number', LIMIT.phone);
      return { drawing: { kind: 'contact', text: [], contact: { name, phone, own: false } } };
    }
    case 'location': {
      const { lat, lon } = isRecord(fields.location) ? fields.location : {};
      if (typeof lat !== 'number' || typeof lon !== 'number') throw missingData('location');
      if (Math.abs(lat) > 90 || Math.abs(lon) > 180) throw badData('location is not valid');
      return { drawing: { kind: 'location', text: [], location: { lat, lon } } };
    }
    case 'url': {
      const url = readUrl(fields);
      return { drawing: { kind: 'text', text: [{ text: url, style: 'link', url }] } };
    }
    case 'sticker':
      if (typeof fields.sticker_id !== 'number') throw missingData('sticker_id');
      return { drawing: { kind: 'sticker', text: [] } };
    case 'rich_media': {
      if (minApiVersion < 2) throw badData('min_api_version must be 2 or more for rich_media');
      const grid = readGrid(fields.rich_media, 'rich_media', minApiVersion);
      return { drawing: { kind: 'rich_media', text: [] }, buttons: grid.map((row) => row.map(toButton)) };
    }
    default:
      throw badData('type is not valid');
  }
}

function toButton(key: GridKey): Button {
  const { label, kind, url } = key.shown;
  const shown: ShownButton = kind === 'url' ? { label, kind: 'url', url } : { label, kind: 'callback' };
  return { shown, body: key.body, silent: key.silent };
}

function readUrl(fields: Fields): string {
  const url = required(fields, 'media', LIMIT.url);
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw badData('media is no URL');
  return url;
}

function required(fields: Fields, name: string, max: number): string {
  const value = optional(fields, name, max);
  if (value === undefined || value === '') throw missingData(name);
  return value;
}

function optional(fields: Fields, name: string, max: number): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw badData(`${name} is not valid`);
  if (value.length > max) throw badData(`${name} is longer than ${max}`);
  return value;
}
