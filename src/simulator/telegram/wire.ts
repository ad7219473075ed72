// The shapes of the Bot API that the simulator sends, composed of the public types.
import type {
  CallbackQuery,
  ChatMemberUpdated,
  Contact,
  Document,
  Location,
  PhotoSize,
  User,
  Venue,
} from '@grammyjs/types';

export interface WireEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
}

/** As the program gave it: it is checked, and then passed through. */
export interface WireInlineMarkup {
  inline_keyboard: unknown;
}

export type WireChat =
  | { id: number; type: 'private'; first_name: string; username?: string }
  | { id: number; type: 'group' | 'supergroup'; title: string };

export interface WireMessage {
  message_id: number;
  from?: User;
  sender_chat?: WireChat;
  chat: WireChat;
  date: number;
  edit_date?: number;
  text?: string;
  entities?: WireEntity[];
  caption?: string;
  caption_entities?: WireEntity[];
  photo?: PhotoSize[];
  document?: Document;
  contact?: Contact;
  location?: Location;
  venue?: Venue;
  media_group_id?: string;
  new_chat_members?: User[];
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  has_protected_content?: true;
  forward_origin?: { type: 'hidden_user'; sender_user_name: string; date: number };
  reply_markup?: WireInlineMarkup;
}

/** An update before it has its number. */
export interface UpdateContent {
  message?: WireMessage;
  callback_query?: Omit<CallbackQuery, 'message'> & { message?: WireMessage };
  my_chat_member?: ChatMemberUpdated;
}

export type UpdateType = keyof UpdateContent;
