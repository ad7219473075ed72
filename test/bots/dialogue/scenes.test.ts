// The scenes as what they are: pure functions. No database, no clock.
import { describe, expect, it } from 'vitest';
import { actionOfLabel, phoneKeyboard } from '#bots/dialogue/keys.ts';
import type { SceneEvent, Step, View } from '#bots/dialogue/scene.ts';
import { SCENES } from '#bots/dialogue/scenes.ts';
import { readState, type State } from '#bots/dialogue/state.ts';
import { welcome } from '#bots/dialogue/welcome.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { NOON } from '#test/support/a-shop.ts';

const stranger: View = {
  identity: {
    identityId: 'idn_00000000000000000001',
    messenger: 'telegram',
    externalId: '1',
    memberId: null,
    shownName: 'Олена',
    language: 'uk',
    reachable: true,
    scene: 'start',
    sceneState: {},
    source: null,
    linkedAt: null,
    firstSeenAt: NOON,
    lastSeenAt: NOON,
    vouchedAt: null,
    erasedAt: null,
    waitingLink: null,
  },
  language: 'uk',
  member: null,
  programme: {
    programmeId: 1,
    shopName: 'Поруч',
    brandColour: '#000000',
    accentColour: '#000000',
    moneyCurrency: 'UAH',
    defaultLanguage: 'uk',
    timeZone: 'Europe/Kyiv',
    pointValueMinor: 100n,
    maxBurnBp: 5000,
    welcomePoints: 50n,
    burnWaitHours: 72,
    termsVersion: '1',
    termsUrl: '',
    supportPhone: '',
    returnPolicy: 'debt',
    tierBasis: 'spend',
    tierPeriod: 'always',
    tierCountingSince: null,
    tierCountedTo: null,
    tierMonths: 12,
    tierGraceDays: 30,
    tierDowngrade: 'never',
    adjustmentLimit: 500n,
    giftDayLimit: 500n,
    giftDays: 7,
    claimDays: 14,
    returnsAnywhere: false,
    telegramPaidPerSecond: null,
    viberBroadcast: true,
  },
  tiers: [],
  currencies: [],
  at: NOON,
};
const member: View = {
  ...stranger,
  member: {
    memberId: 'mem_00000000000000000001',
    name: 'Олена',
    phone: '+380671234567',
    language: 'uk',
    status: 'active',
    tierKey: 'base',
    turnoverMinor: 0n,
    marketingConsent: false,
    preferredMessenger: null,
    burnAllowedFrom: null,
    source: null,
    registeredAt: NOON,
    erasedAt: null,
    absorbedInto: null,
    pointsHeldUntil: null,
    birthday: null,
    birthdayToldAt: null,
  },
};

const registering = { phone: '+380671234567', proven: true };
const STRANGERS: State[] = [
  { scene: 'start' },
  { scene: 'phone' },
  { scene: 'code', phone: registering.phone },
  { scene: 'name', ...registering },
  { scene: 'plastic', ...registering },
  { scene: 'consent', ...registering, name: 'Олена' },
];
const MEMBERS: State[] = [
  { scene: 'menu' },
  { scene: 'code', phone: registering.phone },
  { scene: 'addPlastic' },
  { scene: 'ownPhone' },
  { scene: 'erase' },
];
const EVENTS: SceneEvent[] = [
  { kind: 'start' },
  { kind: 'start', payload: 'x', greeted: true },
  { kind: 'text', text: 'щось' },
  { kind: 'text', text: '' },
  { kind: 'text', text: '0671234567' },
  { kind: 'text', text: '123456' },
  ...[
    'card',
    'cancel',
    'nonsense',
    'burn.yes:x',
    'history:999999999999999',
    'lang:zz',
    'name.shown',
    'data.erase',
  ].map((action): SceneEvent => ({ kind: 'action', action })),
  { kind: 'contact', phone: '+380671234567', own: 'proven' },
  { kind: 'contact', phone: '+380671234567', own: 'claimed' },
  { kind: 'contact', phone: '+380671234567', own: 'foreign' },
  { kind: 'location', lat: 0, lon: 0 },
  { kind: 'other', what: 'sticker' },
  { kind: 'other', what: 'phone_not_shared' },
];

function step(state: State, event: SceneEvent, view: View): Step | undefined {
  for (const scene of SCENES) {
    const taken = scene(state, event, view);
    if (taken) return taken;
  }
  return undefined;
}

describe('whatever a person does, wherever they stand', () => {
  const cases = LANGUAGES.flatMap((language) => [
    ...STRANGERS.map((state) => ({ state, view: { ...stranger, language }, who: 'a stranger' })),
    ...MEMBERS.map((state) => ({ state, view: { ...member, language }, who: 'a member' })),
  ]);
  it.each(cases)(
    '$who in $state.scene gets an answer or something is done ($view.language)',
    ({ state, view }) => {
      for (const event of EVENTS) {
        const taken = step(state, event, view);
        const silent = event.kind === 'start' && event.greeted;
        const answered = (taken?.say?.length ?? 0) + (taken?.commands?.length ?? 0) > 0;
        expect(answered || silent, JSON.stringify(event)).toBe(true);
        for (const say of taken?.say ?? []) {
          expect(say.text, JSON.stringify(event)).not.toMatch(/\{\{|^$|^[a-z]+\.[a-zA-Z.]+$/);
          for (const button of (say.buttons ?? []).flat()) {
            if ('action' in button) expect(Buffer.byteLength(button.action)).toBeLessThanOrEqual(60);
          }
        }
      }
    },
  );

  it('asks nothing of the business that could hurt before the word is typed', () => {
    expect(step({ scene: 'menu' }, { kind: 'text', text: 'видалити' }, member)?.commands ?? []).toEqual([]);
    expect(step({ scene: 'erase' }, { kind: 'text', text: ' Видалити ' }, member)?.commands).toEqual([
      { do: 'erase' },
    ]);
    expect(step({ scene: 'erase' }, { kind: 'text', text: 'DELETE' }, member)?.commands).toEqual([
      { do: 'erase' },
    ]);
  });
});

describe('keys', () => {
  it('are found again by their labels in every language', () => {
    for (const language of LANGUAGES) {
      for (const key of [...menuKeyboard(language).flat(), ...phoneKeyboard(language).flat()]) {
        if ('action' in key) expect(actionOfLabel(key.label)).toBe(key.action);
      }
    }
    expect(actionOfLabel('Олена')).toBeNull();
    expect(actionOfLabel('')).toBeNull();
  });

  it('come with the welcome that Viber shows, in the language it tells', () => {
    expect(welcome({ languageTag: 'en' })).toMatchObject({ say: 'message', keyboard: phoneKeyboard('en') });
    expect(welcome({}).text).toContain('Вітаємо');
  });
});

describe('a stored state', () => {
  it('that cannot be read or fits no longer is forgotten, not fatal', () => {
    expect(readState('consent', { phone: '+380671234567' }, false)).toEqual({ scene: 'start' });
    expect(readState('gone', null, true)).toEqual({ scene: 'menu' });
    expect(readState('name', { ...registering }, true)).toEqual({ scene: 'menu' });
    expect(readState('name', { ...registering, more: 1 }, false)).toEqual({ scene: 'name', ...registering });
  });
});
