// What the figures of a campaign's results say, in sentences.
import { useTranslation } from 'react-i18next';
import type { CampaignLeagueRow, CampaignResults, ResultUplift } from '#src/contract/campaign-results.ts';
import { type Formats, useFormats } from '../../../parts/formats.ts';

/** What two groups have bought, and what of it is no chance; of campaigns and of quests. */
export interface Compared extends Pick<ResultUplift, 'buyers' | 'money'> {
  target: Group;
  control: Group;
}
type Group = Pick<ResultUplift['target'], 'people' | 'buyers' | 'netMinor'>;

type About = Pick<CampaignLeagueRow, 'countedAt' | 'isOver' | 'until' | 'uplift'>;

/** Of 10,000: how a share is handed to the formats. */
const WHOLE = 10_000;

/** A share between 0 and 1 as percent, to a tenth. */
export function shareOf(format: Formats, share: number): string {
  return format.share(Math.round(share * 1_000) * (WHOLE / 1_000));
}

/** A difference of shares in percentage points, to a tenth, with its sign. */
export function pointsOf(format: Formats, difference: number): string {
  const tenths = Math.round(difference * 1_000) / 10;
  return tenths === 0 ? format.number(0) : format.signed(tenths);
}

export function buyersIn({ people, buyers }: { people: number; buyers: number }): number {
  return people === 0 ? 0 : buyers / people;
}

/** Whether its money can be told: there is somebody to compare with, and it is not too early. */
export function isSaid({ verdict }: Pick<ResultUplift, 'verdict'>): boolean {
  return verdict !== 'controlSmall' && verdict !== 'noControl' && verdict !== 'tooEarly';
}

/** The value and its ends for the sentence that tells them. Of a loss the amounts are told, not the sign: it is in the words. */
export function seenAmounts(
  format: Formats,
  { seenIn, extraNet, extraBuyers }: Pick<ResultUplift, 'seenIn' | 'extraNet' | 'extraBuyers'>,
): { value: string; low: string; high: string } {
  const isMoney = seenIn === 'money';
  const found = isMoney ? extraNet : extraBuyers;
  const show = (value: number) => (isMoney ? format.wholeMoney(value) : format.number(Math.round(value)));
  const [low = 0, high = 0] = [found?.low ?? 0, found?.high ?? 0].map(Math.abs).toSorted((a, b) => a - b);
  return { value: show(Math.abs(found?.value ?? 0)), low: show(low), high: show(high) };
}

export function useResultWords() {
  const { t } = useTranslation();
  const format = useFormats();

  /** What it has brought, in one sentence. */
  function headline({ countedAt, uplift }: About): string {
    const { verdict, seenIn, control } = uplift;
    if (countedAt === null) return t('results.headline.counting');
    if ((verdict === 'brought' || verdict === 'lost') && seenIn !== null)
      return t(`results.headline.${verdict}.${seenIn}`, seenAmounts(format, uplift));
    return t(`results.headline.${verdict}`, { people: t('results.people', { count: control.people }) });
  }

  /** What has to be known beside it; empty: nothing. */
  function note({ countedAt, isOver, until, uplift }: About): string {
    const { verdict, extraNet, target } = uplift;
    if (countedAt === null) return t('results.note.counting');
    const day = until ? format.day(until) : '';
    if (verdict === 'noControl')
      return t('results.note.noControl', {
        buyers: format.number(target.buyers),
        people: format.number(target.people),
      });
    if (verdict === 'controlSmall') return t('results.note.controlSmall');
    if (verdict === 'tooEarly') return t('results.note.tooEarly', { day });
    if (verdict === 'nothingSeen' && extraNet)
      return t('results.note.range', {
        low: format.wholeMoney(extraNet.low),
        high: format.wholeMoney(extraNet.high),
      });
    return isOver ? '' : t('results.note.goesOn', { day });
  }

  /** Which text sells better; empty: there is one only. */
  function variantsSay({ variants }: CampaignResults): string {
    const { verdict, best, next, difference, keys } = variants;
    if (verdict === null || best === null || next === null || !difference) return '';
    const values = {
      best: keys[best] ?? '',
      next: keys[next] ?? '',
      points: pointsOf(format, difference.difference),
    };
    return t(`results.variants.${verdict}`, values);
  }

  /** A difference in percentage points with its ends; a dash where there is nobody to compare with. */
  function difference({ buyers, control, target }: Compared): string {
    if (!buyers || control.people === 0 || target.people === 0) return '–';
    const [value, low, high] = [buyers.difference, buyers.low, buyers.high].map((each) =>
      pointsOf(format, each),
    );
    return t('results.points', { value, low, high });
  }

  /** Which people a part is about. */
  function partName(by: 'cell' | 'language' | 'messenger', part: string | null): string {
    if (part === null) return t('results.part.unknown');
    if (by === 'cell') {
      const [r, f, m] = part;
      return part === '000' ? t('results.part.nothingBought') : `R${r}F${f}M${m}`;
    }
    return t(`results.part.${by}.${part}`);
  }

  return { headline, note, variantsSay, difference, partName };
}
