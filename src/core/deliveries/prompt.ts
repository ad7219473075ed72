// What to say to a person, free of any messenger. A prompt is data: it is stored in a delivery row and rendered by
// the messenger that sends it.

/**
 * Text in the small markup that both messengers can show: `<b>`, `<i>`, `<s>`, `<code>`, `<a href="…">`; everything else
 * is escaped as `&lt;`, `&gt;`, `&amp;`. Make it with `richText` so that values cannot bring markup of their own.
 */
export type RichText = string;

/** A button under a message. */
export type Button =
  /** `action` is at most 60 bytes, such as `burn.yes:brq_…`; it comes back as an `action` event and proves nothing. */
  | { label: string; action: string; tone?: 'primary' | 'danger' }
  | { label: string; url: string }
  /** Opens a page inside the messenger; Telegram then vouches to the page for who has opened it. */
  | { label: string; page: string }
  /** Sends where the person is. Viber only: Telegram has no such button under a message, and leaves it out. */
  | { label: string; share: 'location' };

/** A key of the keyboard that stays below the chat. */
export type Key = { label: string; action: string } | { label: string; share: 'phone' };

export type Picture =
  /** The member's card, drawn once and reused. */
  | { picture: 'card'; cardNumber: string; memberName: string; language: 'uk' | 'ru' | 'en' }
  /** A live card code as a large QR. */
  | { picture: 'liveCode'; code: string; language: 'uk' | 'ru' | 'en' }
  /** The code of an order, for the till. */
  | { picture: 'pickUp'; code: string }
  /** A member's invitation for friends, by the code in their link. */
  | { picture: 'invite'; code: string; language: 'uk' | 'ru' | 'en' }
  /** One that staff uploaded, by its name. */
  | { picture: 'stored'; pictureId: string }
  /** The code of a coupon as a large QR. */
  | { picture: 'coupon'; code: string };

export interface MessagePrompt {
  say: 'message';
  text: RichText;
  picture?: Picture;
  /** Rows of buttons under this message. */
  buttons?: Button[][];
  /**
   * Rows of keys; `none` takes the keyboard away. Viber needs the keys with every message; Telegram keeps those that are there, and has
   * no room for them under a message with buttons.
   */
  keyboard?: Key[][] | 'none';
  /** Telegram: not to be forwarded or saved (a live code). */
  protect?: boolean;
  /** A file for the person, such as the archive of their data. */
  document?: { fileName: string; url: string };
}

/** Changes a message sent before. A messenger that cannot edit sends `text` anew when `orSend` is set, else nothing. */
export interface EditPrompt {
  say: 'edit';
  /** The message: by the delivery that carried it, or by the messenger's own id (a pressed button's message). */
  of: { deliveryId: string } | { externalMessageId: string };
  text: RichText;
  buttons?: Button[][];
  keyboard?: Key[][];
  orSend: boolean;
}

/** A short word over the chat that answers a pressed button (Telegram); nothing in Viber. */
export interface ToastPrompt {
  say: 'toast';
  callbackId: string;
  text: string;
  alert: boolean;
}

/** Takes a message of ours away, where the messenger can do that; elsewhere nothing. */
export interface DeletePrompt {
  say: 'delete';
  of: { deliveryId: string } | { externalMessageId: string };
  /** Nothing is said. */
  text: '';
}

export type Prompt = MessagePrompt | EditPrompt | DeletePrompt | ToastPrompt;

/** Escapes what must not act as markup. */
export function escapeRich(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
