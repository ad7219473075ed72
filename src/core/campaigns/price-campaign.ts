// From counts to what a marketer decides by: how long it takes and what it costs, now or by waiting for free sessions.
import { sampleSize } from '#src/lib/statistics.ts';
import type { MessengerName } from '../deliveries/messenger.ts';
import type { CampaignSettings } from './campaign-settings.ts';
import type { AudienceCount, AudienceGroup } from './estimate-campaign.ts';
import type { SendMode } from './read-plan.ts';

/** Messages a second: what the bots keep to (bots/telegram, bots/viber), and Telegram's paid broadcast. */
const PER_SECOND = { telegram: 28, telegramPaid: 1_000, viber: 25 } as const;
/** Telegram takes a tenth of a Star for each message of a paid broadcast. */
const STARS_PER_MESSAGE = 0.1;
/** The smallest uplift worth finding: a tenth more buyers. */
const UPLIFT = 0.1;

export interface SendOption {
  mode: SendMode;
  /** How many get it. */
  reach: number;
  /** How many of the messages Viber takes money for. */
  priced: number;
  priceMicros: number;
}

export interface PricedCampaign {
  /** Who agreed and can be reached, those who are left alone included. */
  audience: number;
  control: number;
  /** Audience less control less those over their cap. */
  reached: number;
  byMessenger: Record<MessengerName, number>;
  byLanguage: Record<'uk' | 'ru' | 'en', number>;
  capped: number;
  passedOver: AudienceCount['passedOver'];
  inSession: number;
  /** At the messengers' limits, one message after the other; both run side by side. */
  seconds: Record<MessengerName, number>;
  paid: { seconds: number; stars: number };
  options: SendOption[];
  /** How many people it takes to see a tenth more buyers in the comparison; null where there is no control group. */
  needed: number | null;
}

/** The figures of the launch dialogue. All of them are expectations: who comes and who is left alone is decided later. */
export function priceCampaign(
  { groups, passedOver, control }: AudienceCount,
  { viberPriceMicros }: CampaignSettings,
): PricedCampaign {
  const count = (fits: (group: AudienceGroup) => boolean) =>
    groups.reduce((sum, group) => sum + (fits(group) ? group.members : 0), 0);
  const sent = (fits: (group: AudienceGroup) => boolean) =>
    Math.round(count((group) => group.skip === null && fits(group)) * (1 - control));
  const audience = count(() => true);
  const byMessenger = {
    telegram: sent(({ messenger }) => messenger === 'telegram'),
    viber: sent(({ messenger }) => messenger === 'viber'),
  };
  const inSession = sent(({ messenger, inSession }) => messenger === 'viber' && inSession);
  const waiting = byMessenger.viber - inSession;
  const option = (mode: SendMode, came: number): SendOption => {
    const visits = expectVisits({ came, waiting, all: byMessenger.viber });
    const left = waiting - visits;
    const priced = mode === 'nextVisit' ? 0 : left;
    const reach = byMessenger.telegram + byMessenger.viber - (mode === 'nextVisit' ? left : 0);
    return { mode, reach, priced, priceMicros: priced * viberPriceMicros };
  };
  const { telegram, viber } = byMessenger;
  return {
    audience,
    control: Math.round(audience * control),
    reached: telegram + viber,
    byMessenger,
    byLanguage: {
      uk: sent(({ language }) => language === 'uk'),
      ru: sent(({ language }) => language === 'ru'),
      en: sent(({ language }) => language === 'en'),
    },
    capped: count(({ skip }) => skip === 'cap'),
    passedOver,
    inSession,
    seconds: {
      telegram: Math.ceil(telegram / PER_SECOND.telegram),
      viber: Math.ceil(viber / PER_SECOND.viber),
    },
    paid: {
      seconds: Math.ceil(telegram / PER_SECOND.telegramPaid),
      stars: Math.ceil(telegram * STARS_PER_MESSAGE),
    },
    options: [
      option('now', 0),
      option(
        'sessionFirst',
        sent(({ messenger, cameSoon }) => messenger === 'viber' && cameSoon),
      ),
      option(
        'nextVisit',
        sent(({ messenger, cameLater }) => messenger === 'viber' && cameLater),
      ),
    ],
    needed: neededPeople(audience === 0 ? 0 : count(({ bought }) => bought) / audience, control),
  };
}

/**
 * How many of those who are not in a session will write while the message waits. As many people write in the time to
 * come as in the same time before now; those in a session are as likely among them as anybody.
 */
function expectVisits({ came, waiting, all }: { came: number; waiting: number; all: number }): number {
  return all === 0 ? 0 : Math.min(waiting, Math.round((came * waiting) / all));
}

/** People of both groups together: what groups of one size take, and more the less alike they are. */
function neededPeople(buyers: number, control: number): number | null {
  if (control === 0 || control === 1) return null;
  const base = Math.min(0.5, Math.max(0.01, buyers));
  const alike = sampleSize(base, base * (1 + UPLIFT));
  return Math.ceil((alike / 2) * (1 / control + 1 / (1 - control)));
}
