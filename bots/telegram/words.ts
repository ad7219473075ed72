// What Telegram shows of the bot outside the conversation: its menu of commands and what it says about itself.
import type { BotCommand } from 'grammy/types';
import type { Language } from '#src/lib/language.ts';
import en from '../../locales/en/telegram.json' with { type: 'json' };
import ru from '../../locales/ru/telegram.json' with { type: 'json' };
import uk from '../../locales/uk/telegram.json' with { type: 'json' };

export interface TelegramWords {
  commands: BotCommand[];
  /** In a group, where nobody is served. */
  groupCommands: BotCommand[];
  /** On the button beside the field that opens the page of the card. */
  cardButton: string;
  /** Shown in the empty chat; at most 512 characters (Bot API: setMyDescription). */
  description: string;
  /** Shown on the bot's page; at most 120 characters (Bot API: setMyShortDescription). */
  shortDescription: string;
}

/** The order in the menu. A command is the action that the conversation hears when it is chosen. */
const COMMANDS = ['card', 'balance', 'quest', 'history', 'settings', 'help'] as const;

export const TELEGRAM_WORDS: Record<Language, TelegramWords> = {
  uk: wordsOf(uk),
  ru: wordsOf(ru),
  en: wordsOf(en),
};

function wordsOf(locale: typeof uk): TelegramWords {
  const { cardButton, description, shortDescription, groupCommands } = locale;
  const commands = COMMANDS.map((command) => ({ command, description: locale.commands[command] }));
  return {
    commands,
    groupCommands: [{ command: 'quest', description: groupCommands.quest }],
    cardButton,
    description,
    shortDescription,
  };
}
