// Offers in the chat: a page of them with a number for each, one of them with its picture and terms, taking it, and the
// code of one that is the member's own.
import type { Button } from '#src/core/deliveries/prompt.ts';
import { showCouponCode } from '#src/core/offers/coupon-code.ts';
import type { OfferShown } from '#src/core/showcase/offer-shown.ts';
import { formatDay, formatTime } from '#src/lib/format.ts';
import type { BotKey } from '#src/lib/i18n.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import type { Command, Outcome } from '../command.ts';
import type { Say, Scene, Step, View } from '../scene.ts';
import { label, words } from '../words.ts';
import { refusalText } from './refusal-text.ts';

const PAGE = 6;
/** As many numbers as a row holds. */
const IN_ROW = { telegram: 6, viber: 3 };
const MOST_STORES = 4;

type Show = Extract<Command, { do: 'readOffers' }>['show'];
type Read = Extract<Outcome, { did: 'readOffers'; kind: 'did' }>;

export const offers: Scene = (_state, event, view) => {
  if (event.kind === 'action') return press(event.action);
  if (event.kind === 'refused') return refused(event, view);
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'readOffers':
      return { say: [list(event, view)] };
    case 'readOffer':
      return { say: [event.code ? code(event.offer, view) : one(event.offer, event.stores, view)] };
    case 'takeOffer':
      return { say: [taken(event.offer, view)], toast: label(view.language, 'offers.takenToast') };
    case 'putBackOffer':
      return { say: [{ text: words(view.language, 'offers.putBack'), buttons: back(view) }] };
    default:
      return null;
  }
};

const LIST = /^offers(?:\.(now|mine))?(?::(\d{1,3}))?$/;
const ONE = /^offer(?:\.(take|code|back))?:([a-z0-9_]{1,40})$/;

function press(action: string): Step | null {
  const page = LIST.exec(action);
  if (page) {
    const show: Show = page[1] === 'now' || page[1] === 'mine' ? page[1] : 'all';
    return { commands: [{ do: 'readOffers', show, page: Number(page[2] ?? 0) }] };
  }
  const [, what, id = ''] = ONE.exec(action) ?? [];
  if (id === '') return null;
  switch (what) {
    case 'take':
      return { commands: [{ do: 'takeOffer', offerId: id }] };
    case 'back':
      return { commands: [{ do: 'putBackOffer', couponId: id }] };
    default:
      return { commands: [{ do: 'readOffer', offerId: id, code: what === 'code' }] };
  }
}

const OWN: Command['do'][] = ['readOffer', 'takeOffer', 'putBackOffer'];

/** Why not, and the way to the others. */
function refused(event: Extract<Outcome, { kind: 'refused' }>, view: View): Step | null {
  if (!OWN.includes(event.did)) return null;
  return { say: [{ text: refusalText(event, view), buttons: back(view) }] };
}

function list({ show, page, offers: every }: Read, view: View): Say {
  const { language } = view;
  const chosen = every.filter((each) =>
    show === 'now' ? each.worksNow : show === 'mine' ? each.state !== 'free' : true,
  );
  const others = shows(show, every, view);
  if (chosen.length === 0) {
    const empty: BotKey =
      show === 'mine' ? 'offers.noneMine' : show === 'now' ? 'offers.noneNow' : 'offers.none';
    return { text: words(language, empty), ...(others.length > 0 && { buttons: [others] }), inPlace: true };
  }
  const pages = Math.ceil(chosen.length / PAGE);
  const at = Math.min(page, pages - 1);
  const shown = chosen.slice(at * PAGE, (at + 1) * PAGE);
  const inRow = IN_ROW[view.identity.messenger];
  const numbers = shown.map(({ offerId }, place) => ({
    label: `${at * PAGE + place + 1}`,
    action: `offer:${offerId}`,
  }));
  const rows: Button[][] = [];
  for (let from = 0; from < numbers.length; from += inRow) rows.push(numbers.slice(from, from + inRow));
  return {
    text: [
      `<b>${words(language, `offers.head.${show}`)}</b>`,
      ...shown.map((each, place) => line(each, at * PAGE + place + 1, view)),
      '',
      words(language, 'offers.hint'),
    ].join('\n'),
    buttons: [...rows, ...turn(show, { at, pages }, view), ...(others.length > 0 ? [others] : [])],
    inPlace: true,
  };
}

/** The other two ways of looking, where they would show something. */
function shows(show: Show, every: readonly OfferShown[], { language }: View): Button[] {
  const mine = every.some((each) => each.state !== 'free');
  const now = every.some((each) => each.worksNow);
  return [
    ...(show !== 'all' && every.length > 0
      ? [{ label: label(language, 'offers.all'), action: 'offers' }]
      : []),
    ...(show !== 'mine' && mine ? [{ label: label(language, 'offers.mine'), action: 'offers.mine' }] : []),
    ...(show !== 'now' && now ? [{ label: label(language, 'offers.now'), action: 'offers.now' }] : []),
  ];
}

function turn(show: Show, { at, pages }: { at: number; pages: number }, { language }: View): Button[][] {
  const to = (page: number) => `offers${show === 'all' ? '' : `.${show}`}:${page}`;
  const row = [
    ...(at > 0 ? [{ label: label(language, 'offers.earlier'), action: to(at - 1) }] : []),
    ...(at < pages - 1 ? [{ label: label(language, 'offers.later'), action: to(at + 1) }] : []),
  ];
  return row.length > 0 ? [row] : [];
}

function line(offer: OfferShown, number: number, view: View): string {
  const { language } = view;
  const until = offer.until ? words(language, 'offers.until', { day: day(offer.until, view) }) : '';
  const values = { number: String(number), title: offer.words.title };
  const text = words(language, offer.state === 'taken' ? 'offers.lineMine' : 'offers.line', values);
  return until ? `${text}, ${until}` : text;
}

function one(offer: OfferShown, stores: ReadonlyMap<string, string>, view: View): Say {
  const { language } = view;
  const lines = [
    `<b>${words(language, 'offers.title', { title: offer.words.title })}</b>`,
    ...(offer.words.terms ? [words(language, 'offers.terms', { terms: offer.words.terms })] : []),
    ...where(offer, stores, view),
    ...good(offer, view),
    ...status(offer, view),
  ];
  const picture = offer.pictureId
    ? { picture: { picture: 'stored' as const, pictureId: offer.pictureId } }
    : {};
  return { text: lines.join('\n'), buttons: [...doing(offer, view), ...back(view)], ...picture };
}

function where({ stores }: OfferShown, names: ReadonlyMap<string, string>, { language }: View): string[] {
  if (stores === null) return [];
  const known = stores.flatMap((storeId) => names.get(storeId) ?? []);
  const more = known.length - MOST_STORES;
  const shown = known.slice(0, MOST_STORES).join(', ');
  if (shown === '') return [];
  return [
    more > 0
      ? words(language, 'offers.whereMore', { stores: shown, count: more })
      : words(language, 'offers.where', { stores: shown }),
  ];
}

function status({ state, code: own, elsewhere, why }: OfferShown, { language }: View): string[] {
  if (state === 'free' || state === 'issued') return [];
  const lines = [
    elsewhere
      ? words(language, 'offers.elsewhere', { code: showCouponCode(own ?? '') })
      : words(language, 'offers.works', { code: showCouponCode(own ?? '') }),
  ];
  if (why === 'hours' || why === 'dates' || why === 'paused')
    lines.push(words(language, `offers.why.${why}`));
  return lines;
}

function doing({ state, offerId, couponId, elsewhere }: OfferShown, { language }: View): Button[][] {
  if (state !== 'taken')
    return [[{ label: label(language, 'offers.take'), action: `offer.take:${offerId}`, tone: 'primary' }]];
  return [
    [
      { label: label(language, 'offers.code'), action: `offer.code:${offerId}` },
      // Whether a code of somewhere else was used is not known here.
      ...(elsewhere
        ? []
        : [{ label: label(language, 'offers.giveBack'), action: `offer.back:${couponId ?? ''}` }]),
    ],
  ];
}

function taken(offer: OfferShown, view: View): Say {
  const { language } = view;
  const values = { title: offer.words.title, code: showCouponCode(offer.code ?? '') };
  return {
    text: [
      words(language, offer.elsewhere ? 'offers.takenElsewhere' : 'offers.taken', values),
      ...good(offer, view),
    ].join('\n'),
    buttons: [
      [{ label: label(language, 'offers.code'), action: `offer.code:${offer.offerId}` }],
      ...back(view),
    ],
    inPlace: true,
  };
}

/** The code as large as it can be, for a till that wants to scan it. */
function code(offer: OfferShown, view: View): Say {
  const { language } = view;
  if (offer.code === null) return one(offer, new Map(), view);
  const values = { title: offer.words.title, code: showCouponCode(offer.code) };
  return {
    text: [words(language, 'offers.showCode', values), ...good(offer, view)].join('\n'),
    picture: { picture: 'coupon', code: offer.code },
    buttons: back(view),
  };
}

function back({ language }: View): Button[][] {
  return [[{ label: label(language, 'offers.all'), action: 'offers' }]];
}

/** Until when it works, and how long it will once taken: a coupon's days run out at the hour at which it was taken. */
function good({ until, lifeDays }: OfferShown, view: View): string[] {
  const { language, programme } = view;
  const life = lifeDays === null ? [] : [words(language, 'offers.life', { count: lifeDays })];
  if (until === null) return life;
  const { timeZone } = programme;
  if (startOfDay(until.getTime(), timeZone) === until.getTime())
    return [words(language, 'offers.good', { day: day(until, view) }), ...life];
  const time = formatTime(until, { language, timeZone });
  return [words(language, 'offers.goodTime', { day: day(until, view), time }), ...life];
}

function day(until: Date, { language, programme, at: now }: View): string {
  // What ends at midnight is good through the day before.
  return formatDay(new Date(until.getTime() - 1), { language, timeZone: programme.timeZone, now });
}
