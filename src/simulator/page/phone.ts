// One phone with one messenger open on it, belonging to one person. It draws what the simulator says is on the
// screen and hands on what the person does; it holds no state of the conversation itself.

import type {
  Action,
  ChatMessage,
  ChatView,
  MessengerName,
  NewGroup,
  Person,
  ShownButton,
  ShownKey,
  Sms,
} from '../control.ts';
import { askOnScreen, enlargeOnScreen } from './ask-on-screen.ts';
import { openAttachSheet, openPlaces } from './attach-sheet.ts';
import { act, addGroup } from './control-client.ts';
import { copyText } from './copy-text.ts';
import { el, fill } from './dom.ts';
import { createMessageList } from './message-list.ts';
import { dismissBanner, dismissUsedBanner, listen } from './person-feed.ts';
import { createPhoneBottom } from './phone-bottom.ts';
import { openChats } from './phone-chats.ts';
import { createPhoneHeader } from './phone-header.ts';
import { openChatMenu, openCommands } from './phone-menu.ts';
import { createPhoneNotices } from './phone-notices.ts';
import { createReadReceipts } from './read-receipts.ts';
import { openLink } from './safe-link.ts';
import type { Screen } from './screen-layer.ts';
import { showPhoneNumber } from './show-phone-number.ts';
import { openSmsList, smsBanner } from './sms-on-phone.ts';
import { createStatusBar } from './status-bar.ts';
import { openWebPage } from './web-page.ts';
import { languageOf, speak } from './words.ts';

export interface PhoneOptions {
  messenger: MessengerName;
  person: Person;
  others: () => readonly Person[];
  onView: (view: ChatView) => void;
  onPerson: (person: Person) => void;
  onSms: (list: readonly Sms[]) => void;
  onProblem: (problem: unknown) => void;
}

export interface Phone {
  element: HTMLElement;
  /** Does something in the chat with the bot, which it opens. */
  send: (action: Action) => Promise<boolean>;
  openSms: () => void;
  close: () => void;
}

export function createPhone(options: PhoneOptions): Phone {
  const { messenger } = options;
  let { person } = options;
  const say = speak(languageOf(person.language));
  let view: ChatView | null = null;
  /** The chats of this phone by group; that with the bot has the empty name. */
  const views = new Map<string, ChatView>();
  let groupId: string | undefined;
  let smsList: readonly Sms[] = [];

  const screen: Screen = {
    content: el('div', { class: 'screen-content' }),
    layers: el('div', { class: 'layers' }),
  };
  const bannerPlace = el('div', { class: 'banner-place' });
  const opening = el('div', { class: 'opening', hidden: true });
  const statusBar = createStatusBar();
  const root = el(
    'section',
    {
      class: `phone phone-${messenger}`,
      'aria-label': messenger === 'telegram' ? 'Telegram' : 'Viber',
      lang: say.language,
    },
    el('div', { class: 'screen' }, statusBar.element, screen.content, screen.layers, bannerPlace),
  );

  const send = async (action: Action): Promise<boolean> => {
    try {
      await act(messenger, person.personId, action, groupId);
      return true;
    } catch (problem) {
      settle();
      options.onProblem(problem);
      return false;
    }
  };
  const tell = (action: Action): void => void send(action);
  const settle = (): void => {
    for (const waiting of root.querySelectorAll('.waiting')) waiting.classList.remove('waiting');
  };
  const copy = (text: string): void => {
    void copyText(text).then((copied) => notices.toast(say(copied ? 'copied' : 'notCopied')));
  };

  const press = (messageId: number, row: number, column: number, button: ShownButton): void => {
    if (button.kind === 'copy') copy(button.url ?? button.label);
    else if (button.kind === 'web_app' && button.url) openPage(button.url);
    else {
      // A link to the bot itself stays in Telegram: it opens the chat with it.
      const toBot = button.url?.startsWith(`https://t.me/${view?.bot.username}?start=`) ?? false;
      if (button.kind !== 'callback' && !toBot) openLink(button.url);
      void send({ act: 'press', messageId, row, column }).then((done) => {
        if (done && toBot) openChat(undefined);
      });
    }
  };
  const openChat = (chosen: string | undefined): void => {
    groupId = chosen;
    const next = views.get(chosen ?? '');
    if (next) showView(next);
  };
  const makeGroup = (wanted: NewGroup): void => {
    addGroup(wanted).then((made) => openChat(made.groupId), options.onProblem);
  };
  const pressKey = (row: number, column: number, key: ShownKey): void => {
    const pressed: Action = { act: 'key', row, column };
    if (key.kind === 'location') openPlaces({ screen, say, send: tell });
    else if (key.kind === 'share_phone' && root.dataset.device !== 'desktop') {
      askOnScreen(screen, shareQuestion(), () => tell(pressed));
    } else if (key.internal && key.url) openWebPage(screen, key.url, view?.bot.name ?? '', say);
    else if (key.kind !== 'url' || !openLink(key.url)) tell(pressed);
  };
  const openPage = (url: string): void => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
    act(messenger, person.personId, { act: 'webApp', url, dark }).then(
      (opened) => opened.url && openWebPage(screen, opened.url, view?.bot.name ?? '', say),
      options.onProblem,
    );
  };
  const shareQuestion = () => ({
    title: say('shareTitle'),
    text: say('shareText', { bot: view?.bot.name ?? '', phone: showPhoneNumber(person.phone) }),
    yes: say('shareYes'),
    no: say('cancel'),
  });
  const openSms = (): void => openSmsList(screen, smsList, say);

  const notices = createPhoneNotices(screen, say);
  const header = createPhoneHeader(messenger, say, {
    openMenu: () => view && openChatMenu(screen, view, say, { send: tell, openSms }),
    openChats: () =>
      openChats({
        screen,
        say,
        botName: view?.bot.name ?? '',
        person,
        openGroup: groupId,
        others: options.others,
        choose: openChat,
        add: makeGroup,
      }),
  });
  const list = createMessageList(
    say,
    {
      press,
      enlarge: (src, alt) => enlargeOnScreen(screen, src, alt, say),
      copy: (message: ChatMessage) => copy(message.text.map((span) => span.text).join('')),
    },
    () => reading.look(),
  );
  const reading = createReadReceipts(root, list.atBottom, () => {
    if (messenger === 'viber') tell({ act: 'read' });
  });
  const bottom = createPhoneBottom(messenger, say, {
    send: tell,
    pressKey,
    attach: () => openAttachSheet({ screen, say, person, others: options.others, send: tell }),
    openCommands: () => view && openCommands(screen, view, say, tell),
    openPage,
    sendText(text) {
      void send({ act: 'text', text }).then((sent) => {
        if (!sent) bottom.composer.restore(text);
        else dismissUsedBanner(person.personId, text);
      });
    },
  });
  list.element.append(opening, notices.element);
  screen.content.append(header.element, list.element, bottom.element);

  const showView = (next: ChatView): void => {
    view = next;
    settle();
    root.dataset.state = next.blocked ? 'blocked' : next.opened ? 'open' : 'closed';
    header.show(next);
    list.show(next);
    bottom.show(next);
    notices.show(next);
    reading.show(next);
    opening.hidden = next.messages.length > 0;
    if (!opening.hidden) {
      fill(
        opening,
        el('span', { class: 'bot-avatar', 'aria-hidden': 'true' }, next.bot.name.slice(0, 1)),
        el('b', {}, next.bot.name),
        el('span', {}, say(messenger === 'telegram' ? 'openingTelegram' : 'openingViber')),
      );
    }
    if (!next.group) options.onView(next);
  };

  const stopListening = listen(person.personId, {
    chat: (next) => {
      if (next.messenger !== messenger) return;
      views.set(next.group?.groupId ?? '', next);
      if (next.group?.groupId === groupId) showView(next);
    },
    person: (next) => {
      person = next;
      root.dataset.device = messenger === 'viber' ? next.viber.device : 'phone';
      options.onPerson(next);
    },
    sms: (all, banner) => {
      smsList = all;
      const handlers = {
        dismiss: () => dismissBanner(person.personId),
        openList: () => {
          dismissBanner(person.personId);
          openSms();
        },
      };
      fill(bannerPlace, banner && smsBanner(banner, say, handlers));
      options.onSms(all);
    },
    connected: header.connected,
  });

  return {
    element: root,
    send(action) {
      openChat(undefined);
      return send(action);
    },
    openSms,
    close() {
      stopListening();
      statusBar.stop();
      reading.stop();
      root.remove();
    },
  };
}
