// Eight rewards of «Поруч»: from what a few visits bring up to what a year does.
import type { RewardTerms } from '#src/core/rewards/write-reward.ts';
import type { PictureName } from './reward-pictures.ts';
import { STORES } from './shop.ts';

type DemoReward = Pick<RewardTerms, 'names' | 'descriptions' | 'price'> &
  Partial<RewardTerms> & { picture: PictureName; stock: number | null };

const BIG_STORES = STORES.filter((each) => each.tills === 3).map((each) => each.storeId);

export const REWARDS: DemoReward[] = [
  {
    picture: 'coffee',
    names: { uk: 'Кава з собою', ru: 'Кофе с собой', en: 'Coffee to go' },
    descriptions: {
      uk: 'Еспресо, американо або капучино, 250 мл. Зваримо при вас.',
      ru: 'Эспрессо, американо или капучино, 250 мл. Сварим при вас.',
      en: 'Espresso, americano or cappuccino, 250 ml. Brewed while you wait.',
    },
    price: 60n,
    stock: null,
  },
  {
    picture: 'croissant',
    names: { uk: 'Круасан з маслом', ru: 'Круассан с маслом', en: 'Butter croissant' },
    descriptions: {
      uk: 'Теплий, з нашої печі. Печемо щоранку.',
      ru: 'Тёплый, из нашей печи. Печём каждое утро.',
      en: 'Warm, from our own oven. Baked every morning.',
    },
    price: 90n,
    stock: 200,
  },
  {
    picture: 'tote',
    names: { uk: 'Фірмова торба', ru: 'Фирменная сумка', en: 'Poruch tote bag' },
    descriptions: {
      uk: 'Щільна бавовна, довгі ручки. Витримує 15 кг картоплі: перевіряли.',
      ru: 'Плотный хлопок, длинные ручки. Выдерживает 15 кг картошки: проверяли.',
      en: 'Thick cotton, long handles. Carries 15 kg of potatoes: we tried.',
    },
    price: 150n,
    stock: 120,
    memberLimit: 2,
  },
  {
    picture: 'honey',
    names: { uk: 'Мед із пасіки', ru: 'Мёд с пасеки', en: 'Honey from the apiary' },
    descriptions: {
      uk: 'Липовий, 250 г, з пасіки під Фастовом.',
      ru: 'Липовый, 250 г, с пасеки под Фастовом.',
      en: 'Linden honey, 250 g, from an apiary near Fastiv.',
    },
    price: 220n,
    stock: 60,
  },
  {
    picture: 'apples',
    names: { uk: 'Кошик яблук', ru: 'Корзина яблок', en: 'A basket of apples' },
    descriptions: {
      uk: 'Три кілограми різних яблук з саду. Зберемо для вас і напишемо.',
      ru: 'Три килограмма разных яблок из сада. Соберём для вас и напишем.',
      en: 'Three kilos of orchard apples, several kinds. We pack it for you and write.',
    },
    price: 300n,
    stock: 40,
    preparation: 'ahead',
    pickUpDays: 3,
  },
  {
    picture: 'mug',
    names: { uk: 'Фірмове горнятко', ru: 'Фирменная чашка', en: 'Poruch mug' },
    descriptions: {
      uk: 'Кераміка з Опішні, 350 мл. Кожне трохи інше.',
      ru: 'Керамика из Опошни, 350 мл. Каждая немного другая.',
      en: 'Pottery from Opishnia, 350 ml. No two are alike.',
    },
    price: 400n,
    stock: 15,
    memberLimit: 1,
  },
  {
    picture: 'cake',
    names: { uk: 'Торт наполеон', ru: 'Торт наполеон', en: 'Napoleon cake' },
    descriptions: {
      uk: 'Цілий, 1,2 кг, на замовлення. Готуємо день, тримаємо три.',
      ru: 'Целый, 1,2 кг, на заказ. Готовим день, храним три.',
      en: 'A whole one, 1.2 kg, made to order. A day to bake, three to pick it up.',
    },
    price: 700n,
    stock: 30,
    preparation: 'ahead',
    pickUpDays: 3,
    storeIds: BIG_STORES,
  },
  {
    picture: 'cheese',
    names: { uk: 'Вечір сирів', ru: 'Вечер сыров', en: 'An evening of cheeses' },
    descriptions: {
      uk: 'Дегустація семи сирів для власників золотої картки. Хрещатик 12, остання п’ятниця місяця.',
      ru: 'Дегустация семи сыров для владельцев золотой карты. Хрещатик 12, последняя пятница месяца.',
      en: 'Seven cheeses to taste, for holders of the gold card. Khreshchatyk 12, last Friday of the month.',
    },
    price: 900n,
    stock: 12,
    memberLimit: 1,
    tierKeys: ['gold'],
    storeIds: STORES.slice(0, 1).map((each) => each.storeId),
    pickUpDays: 60,
  },
];
