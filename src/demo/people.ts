// The neighbours of «Поруч»: a name, a number, a card, how they shop and which messenger they read.
import { checkDigit } from '#src/core/cards/card-number.ts';
import type { CardId, IdentityId, MemberId, StoreId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { LAZY_TELEGRAM_BASE, lazyPhone, lazyViberId } from '#src/simulator/lazy-people.ts';
import type { Random } from './random.ts';
import { STORES } from './shop.ts';

const WOMEN = (
  'Олена Ірина Наталія Оксана Тетяна Світлана Марія Анна Юлія Катерина Вікторія Людмила Галина Надія Софія ' +
  'Дарина Христина Соломія Леся Ольга Лариса Валентина Аліна Яна Інна Богдана Злата Марта'
).split(' ');
const MEN = (
  'Олександр Андрій Сергій Володимир Микола Іван Дмитро Василь Юрій Тарас Богдан Максим Роман Ігор Петро ' +
  'Назар Артем Віталій Олег Павло Михайло Остап Євген Степан Денис Ярослав'
).split(' ');
const SURNAMES = (
  'Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Шевчук Поліщук Савченко Марченко Мельник Гончаренко ' +
  'Лисенко Петренко Мороз Кравчук Клименко Павленко Захарченко Василенко Приходько Гнатюк Романюк Левченко ' +
  'Харченко Костенко Яременко Федоренко Демченко Іваненко Руденко Сидоренко Бойко Ткачук Вовк Кузьменко Гриценко ' +
  'Стельмах Дорошенко Заєць Панченко Кушнір Білоус Щербак'
).split(' ');

/** How somebody shops. */
export interface Habit {
  homeStore: StoreId;
  /** Days between two visits, on average. */
  everyDays: number;
  /** Things in a basket, on average. */
  basket: number;
  /** Days ago of the first and of the last visit. */
  firstDay: number;
  lastDay: number;
  /** How gladly points are burnt, 0 to 1. */
  burns: number;
}

export interface DemoPerson {
  number: number;
  memberId: MemberId;
  name: string;
  phone: string;
  language: Language;
  cardId: CardId;
  cardNumber: string;
  marketingConsent: boolean;
  identities: { identityId: IdentityId; messenger: 'telegram' | 'viber'; externalId: string }[];
  habit: Habit;
}

export function demoPerson(number: number, random: Random): DemoPerson {
  const first = random.pick(random.chance(0.58) ? WOMEN : MEN);
  const key = `dem0${String(number).padStart(16, '0')}`;
  const identities: DemoPerson['identities'] = [];
  const reads = random.next();
  if (reads < 0.62) {
    identities.push({
      identityId: `idn_t${key.slice(1)}`,
      messenger: 'telegram',
      externalId: String(LAZY_TELEGRAM_BASE + number),
    });
  }
  if (reads > 0.5 && reads < 0.92) {
    identities.push({
      identityId: `idn_v${key.slice(1)}`,
      messenger: 'viber',
      externalId: lazyViberId(number),
    });
  }
  return {
    number,
    memberId: `mem_${key}`,
    name: `${first} ${random.pick(SURNAMES)}`,
    phone: lazyPhone(number),
    language: random.chance(0.88) ? 'uk' : random.chance(0.7) ? 'ru' : 'en',
    cardId: `crd_${key}`,
    cardNumber: demoCardNumber(random),
    marketingConsent: random.chance(0.72),
    identities,
    habit: demoHabit(random),
  };
}

function demoHabit(random: Random): Habit {
  const kind = random.next();
  const homeStore = random.pick(STORES).storeId;
  const common = { homeStore, burns: random.next() };
  // A few come every other day, many every week, some rarely, and some have stopped coming.
  if (kind < 0.08)
    return { ...common, everyDays: random.around(5, 1.5, 3), basket: 4, firstDay: 364, lastDay: 0 };
  if (kind < 0.4)
    return { ...common, everyDays: random.around(18, 6, 8), basket: 6, firstDay: 364, lastDay: 0 };
  if (kind < 0.7) {
    return {
      ...common,
      everyDays: random.around(35, 10, 15),
      basket: 5,
      firstDay: random.whole(90, 364),
      lastDay: 0,
    };
  }
  if (kind < 0.87) {
    const lastDay = random.whole(60, 200);
    return { ...common, everyDays: random.around(20, 8, 8), basket: 5, firstDay: 364, lastDay };
  }
  return {
    ...common,
    everyDays: random.around(14, 5, 6),
    basket: 5,
    firstDay: random.whole(5, 60),
    lastDay: 0,
  };
}

function demoCardNumber(random: Random): string {
  let twelve = '29';
  for (let digit = 0; digit < 10; digit++) twelve += random.whole(0, 9);
  return twelve + checkDigit(twelve);
}
