// The part of npm `viber-bot` that is used, typed after its source (version 1.0.18), which has no types of its own.
// `null` stands for optional arguments that are left out.
declare module 'viber-bot/lib/message/text-message.js' {
  import type { ViberMessage } from 'viber-bot/lib/message/message.js';

  const TextMessage: new (
    text: string,
    keyboard: object | null,
    trackingData: null,
    timestamp: null,
    token: null,
    minApiVersion: number | null,
  ) => ViberMessage;
  export default TextMessage;
}

declare module 'viber-bot/lib/message/picture-message.js' {
  import type { ViberMessage } from 'viber-bot/lib/message/message.js';

  const PictureMessage: new (
    url: string,
    caption: string | null,
    thumbnail: string | null,
    keyboard: object | null,
    trackingData: null,
    timestamp: null,
    token: null,
    minApiVersion: number | null,
  ) => ViberMessage;
  export default PictureMessage;
}

declare module 'viber-bot/lib/message/message.js' {
  export interface ViberMessage {
    readonly keyboard: object | null;
    readonly minApiVersion: number | null;
    /** The fields of this kind of message, `null` where one was left out. */
    toJson(): Record<string, unknown>;
    /** Throws when a required argument is missing or empty. */
    verifyMessage(): void;
  }
}
