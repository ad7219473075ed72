// The basket of the examples, and where it is rung up.
export const CARD = '2901234567896';
/** Of another member. */
export const OTHER_CARD = '2901234567803';
export const PLACE = { storeId: 'str_khreshchatyk12', tillId: 'til_1' };
/** Which takes back what that one has sold. */
export const OTHER_STORE = 'str_podil3';

export const CHEESE = {
  sku: '4820000001',
  name: 'Сир камамбер 125 г',
  category: 'Молочне',
  quantityMilli: 1000,
  priceMinor: 12990,
  discountMinor: 0,
  amountMinor: 12990,
};
export const APPLES = {
  sku: '2300017',
  name: 'Яблука Голден, кг',
  category: 'Фрукти',
  quantityMilli: 1250,
  priceMinor: 4000,
  discountMinor: 0,
  amountMinor: 5000,
};
