// The one place that knows npm `viber-bot`: its message classes check and build the JSON that we send. They are
// imported file by file, which loads neither its web server nor its HTTP calls; README.md says why those are not used.
import type { ViberMessage } from 'viber-bot/lib/message/message.js';
import PictureMessage from 'viber-bot/lib/message/picture-message.js';
import TextMessage from 'viber-bot/lib/message/text-message.js';
import type { ViberKeyboard } from './render-keyboard.ts';

/** What goes along with every message. */
export interface Extras {
  keyboard?: ViberKeyboard;
  /** Echoed with what the person says next; at most 4,000 characters. */
  trackingData?: string;
  minApiVersion?: number;
}

/** A message in the form of send_message, still without its receiver and sender. */
export type ViberBody = Record<string, unknown>;

/** Throws when `text` is empty. */
export function textBody(text: string, extras: Extras): ViberBody {
  const { keyboard = null, minApiVersion = null } = extras;
  return body(new TextMessage(text, keyboard, null, null, null, minApiVersion), extras);
}

/** `url` is where Viber fetches a JPEG or PNG of at most 1 MB. */
export function pictureBody(url: string, caption: string, extras: Extras): ViberBody {
  const { keyboard = null, minApiVersion = null } = extras;
  const message = new PictureMessage(url, caption || null, null, keyboard, null, null, null, minApiVersion);
  return body(message, extras);
}

// The library's own client adds these fields in the same way, except that it sends `""` for no tracking data and
// takes tracking data only as an object.
function body(message: ViberMessage, { trackingData }: Extras): ViberBody {
  message.verifyMessage();
  const all = {
    ...message.toJson(),
    keyboard: message.keyboard,
    min_api_version: message.minApiVersion,
    tracking_data: trackingData ?? null,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
