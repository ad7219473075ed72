// The results as a table for a spreadsheet: everything, then every variant, then every part.
import type { TFunction } from 'i18next';
import type { CampaignResults, ResultUplift } from '#src/contract/campaign-results.ts';
import { buyersIn } from './result-words.ts';

type Cells = (string | number)[];
type PartName = (by: 'cell' | 'language' | 'messenger', part: string | null) => string;

export function resultRows(results: CampaignResults, t: TFunction, partName: PartName): Cells[] {
  const { uplift, variants, parts } = results;
  const row = (kind: string, name: string, of: ResultUplift): Cells => [kind, name, ...figuresOf(of)];
  return [
    headOf(t),
    row(t('results.csv.all'), results.name, uplift),
    ...variants.each.map((each) =>
      row(t('results.variants.name'), variants.keys[each.variant] ?? '', each.uplift),
    ),
    ...(['cell', 'language', 'messenger'] as const).flatMap((by) =>
      parts[by].map(({ part, uplift: of }) => row(t(`results.part.by.${by}`), partName(by, part), of)),
    ),
    ...results.outcomes.map(({ outcome, reason, people }) => [
      t(`results.outcome.${outcome}`),
      reason ?? '',
      people,
    ]),
  ];
}

/** The names of the columns that `figuresOf` fills. */
export function headOf(t: TFunction): Cells {
  const names = ['people', 'sent', 'delivered', 'seen', 'clicked', 'buyers'].map((stage) =>
    t(`results.funnel.${stage}`),
  );
  const compared = ['share', 'controlPeople', 'controlShare', 'difference', 'low', 'high', 'p'];
  const money = ['extraNet', 'extraLow', 'extraHigh'];
  return ['', '', ...names, ...[...compared, ...money].map((name) => t(`results.csv.${name}`))];
}

export function figuresOf({ target, control, buyers, extraNet }: ResultUplift): Cells {
  const percent = (share: number) => Math.round(share * 100_000) / 1_000;
  const money = (minor: number) => Math.round(minor) / 100;
  return [
    target.people,
    target.sent,
    target.delivered,
    target.seen,
    target.clicked,
    target.buyers,
    percent(buyersIn(target)),
    control.people,
    percent(buyersIn(control)),
    ...(buyers
      ? [
          percent(buyers.difference),
          percent(buyers.low),
          percent(buyers.high),
          Number(buyers.p.toPrecision(3)),
        ]
      : ['', '', '', '']),
    ...(extraNet ? [money(extraNet.value), money(extraNet.low), money(extraNet.high)] : ['', '', '']),
  ];
}
