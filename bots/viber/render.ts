// Prompts as messages of Viber's. Pure: what is here touches nothing outside.
import type { MessagePrompt, Picture } from '#src/core/deliveries/prompt.ts';
import { cutText } from '#src/core/deliveries/rich-text.ts';
import { type Extras, pictureBody, textBody, type ViberBody } from './message-types.ts';
import { renderKeyboard, SHARE_PHONE } from './render-keyboard.ts';
import { CAPTION_LIMIT, renderText } from './render-text.ts';

export interface Sender {
  name: string;
  /** Where Viber fetches a picture of 720 x 720 and at most 100 kB. */
  avatar?: string;
}

export interface RenderOptions {
  sender: Sender;
  /** An https address that Viber may fetch for a while, of a picture of at most 1 MB. */
  publicPictureUrl(picture: Picture): string;
}

/** Share-phone came with the third version of the API; a lower one gets the whole message refused. */
const SHARE_PHONE_SINCE = 3;
const SENDER_LIMIT = 28;

/**
 * The messages that say this, one or two, each with the whole keyboard: a message without one takes it away. The
 * words follow their picture when they do not fit under it. Throws when there is nothing to say.
 */
export function renderMessage(prompt: MessagePrompt, options: RenderOptions): ViberBody[] {
  const text = renderText(prompt.text);
  const extras = renderExtras(prompt);
  if (!prompt.picture) return [withSender(textBody(text, extras), options.sender)];
  const url = options.publicPictureUrl(prompt.picture);
  const bodies =
    text.length <= CAPTION_LIMIT
      ? [pictureBody(url, text, extras)]
      : [pictureBody(url, '', extras), textBody(text, extras)];
  return bodies.map((body) => withSender(body, options.sender));
}

function renderExtras(prompt: MessagePrompt): Extras {
  const { document, buttons = [], keyboard } = prompt;
  // A file of Viber's would be copied to its servers and needs its size told; a link to ours does not and expires.
  const file = document ? [[{ label: `📄 ${document.fileName}`, url: document.url }]] : [];
  const rendered = renderKeyboard({ buttons: [...file, ...buttons], keyboard });
  const asksForPhone = rendered?.Buttons.some((button) => button.ActionType === 'share-phone') ?? false;
  return {
    ...(rendered ? { keyboard: rendered } : {}),
    // Comes back with the answer, so that a Viber that cannot share is told from a person who writes "reply".
    ...(asksForPhone ? { minApiVersion: SHARE_PHONE_SINCE, trackingData: SHARE_PHONE } : {}),
  };
}

function withSender(body: ViberBody, { name, avatar }: Sender): ViberBody {
  return {
    sender: { name: cutText(name, SENDER_LIMIT), ...(avatar === undefined ? {} : { avatar }) },
    ...body,
  };
}
