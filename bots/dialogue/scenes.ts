// The whole conversation as one ordered list: the first scene that takes an event answers it.
import type { Scene } from './scene.ts';
import { answers } from './scenes/answers.ts';
import { anythingElse } from './scenes/anything-else.ts';
import { balance } from './scenes/balance.ts';
import { birthday } from './scenes/birthday.ts';
import { campaigns } from './scenes/campaigns.ts';
import { card } from './scenes/card.ts';
import { challenges } from './scenes/challenges.ts';
import { code } from './scenes/code.ts';
import { contact } from './scenes/contact.ts';
import { askErase, data } from './scenes/data.ts';
import { favourites } from './scenes/favourites.ts';
import { friends } from './scenes/friends.ts';
import { gift } from './scenes/gift.ts';
import { groups } from './scenes/groups.ts';
import { help } from './scenes/help.ts';
import { history } from './scenes/history.ts';
import { language } from './scenes/language.ts';
import { links } from './scenes/links.ts';
import { more } from './scenes/more.ts';
import { offers } from './scenes/offers.ts';
import { orders } from './scenes/orders.ts';
import { ownPhone } from './scenes/own-phone.ts';
import { plastic } from './scenes/plastic.ts';
import { purchase } from './scenes/purchase.ts';
import { quests } from './scenes/quests.ts';
import { registration } from './scenes/registration.ts';
import { rewards } from './scenes/rewards.ts';
import { settings } from './scenes/settings.ts';
import { shopping } from './scenes/shopping.ts';
import { slip } from './scenes/slip.ts';
import { why } from './scenes/why.ts';

export const SCENES: Scene[] = [
  groups,
  // Questions that were put to a member some time ago, answered from wherever the conversation stands.
  answers,
  language,
  slip,
  code,
  links,
  // Played by everybody, members or not.
  quests,
  // Whoever is no member yet: takes everything else they do.
  registration,
  // Members.
  campaigns,
  askErase,
  gift,
  birthday,
  card,
  balance,
  history,
  purchase,
  favourites,
  rewards,
  orders,
  challenges,
  friends,
  more,
  offers,
  why,
  help,
  ownPhone,
  plastic,
  data,
  settings,
  contact,
  // Takes words only while the list is open, or when they name it.
  shopping,
  anythingElse,
];
