// My shift: what I have done since I opened it. On the screen, on paper and as a file.
import { Button, Select } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ShiftReport, tillShiftRoutes } from '#src/contract/till-shift.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';
import { saveFile, writeCsv } from '../parts/write-csv.ts';
import { useMe } from '../session/session-query.ts';
import css from './panel.module.css';
import { Panel } from './panel.tsx';
import { useShiftRows } from './shift-rows.ts';
import { ShiftTable } from './shift-table.tsx';
import { forgetShift } from './use-open-shift.ts';

const TOTALS = [
  ['receipts', 'number'],
  ['sum', 'money', 'amountMinor'],
  ['earned', 'number'],
  ['burnt', 'number'],
  ['returns', 'number'],
  ['returned', 'money', 'returnedMinor'],
  ['takenBack', 'number'],
  ['givenBack', 'number'],
  ['undone', 'number'],
  ['registered', 'number'],
  ['blocked', 'number'],
  ['replaced', 'number'],
] as const;

export function ShiftPanel({ shiftId: mine, onBack }: { shiftId: string | undefined; onBack: () => void }) {
  const { t } = useTranslation();
  const format = useFormats();
  const list = useQuery({ ...reading(tillShiftRoutes.listShifts, {}), staleTime: 0 });
  const [looked, setLooked] = useState<string | null>(null);
  const shifts = list.data?.shifts ?? [];
  const shiftId = looked ?? mine ?? shifts[0]?.shiftId;
  const report = useQuery({
    ...reading(tillShiftRoutes.readShift, { params: { shiftId: shiftId ?? '' } }),
    enabled: shiftId !== undefined,
    staleTime: 0,
  });
  return (
    <Panel title={t('till.shift.title')} onBack={onBack}>
      {shifts.length > 1 && (
        <Select
          className={css.buttons}
          label={t('till.shift.which')}
          size="md"
          data={shifts.map((each) => ({ value: each.shiftId, label: spanOf(each) }))}
          value={shiftId ?? null}
          onChange={setLooked}
          allowDeselect={false}
        />
      )}
      <FailureNote failure={list.error} onRetry={() => void list.refetch()} />
      {shiftId !== undefined && <Answer of={report}>{(shown) => <Report report={shown} />}</Answer>}
    </Panel>
  );

  function spanOf({ openedAt, closedAt }: { openedAt: string; closedAt: string | null }): string {
    const to = closedAt === null ? t('till.shift.now') : format.moment(closedAt);
    return t('till.shift.span', { from: format.moment(openedAt), to });
  }
}

function Report({ report }: { report: ShiftReport }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { name, stores } = useMe();
  const rows = useShiftRows(report);
  const close = useWriting(tillShiftRoutes.closeShift, {
    stale: [tillShiftRoutes.listShifts, tillShiftRoutes.readShift],
    settle: forgetShift,
  });
  const store = stores.find((each) => each.storeId === report.storeId);
  const until = report.closedAt === null ? t('till.shift.now') : format.moment(report.closedAt);
  return (
    <>
      <div className={css.sheet}>
        <h2>{name}</h2>
        <p>{store?.name}</p>
        <p>{t('till.shift.span', { from: format.moment(report.openedAt), to: until })}</p>
      </div>
      <dl className={css.facts}>
        {TOTALS.map(([word, shown, field = word]) => (
          <div key={word} style={{ display: 'contents' }}>
            <dt>{t(`till.shift.${word}`)}</dt>
            <dd>{format[shown](report[field as 'receipts'])}</dd>
          </div>
        ))}
      </dl>
      {report.operations.length === 0 ? (
        <p>{t('till.shift.empty')}</p>
      ) : (
        <ShiftTable rows={rows} caption={t('till.shift.list')} />
      )}
      <FailureNote failure={close.error} />
      <div className={css.buttons}>
        <Button
          size="lg"
          variant="default"
          leftSection={<IconPrinter aria-hidden />}
          onClick={() => window.print()}
        >
          {t('till.shift.print')}
        </Button>
        <Button
          size="lg"
          variant="default"
          leftSection={<IconDownload aria-hidden />}
          onClick={() => saveFile(`shift-${report.openedAt.slice(0, 10)}.csv`, writeCsv(rows.file))}
        >
          {t('till.shift.csv')}
        </Button>
        {report.closedAt === null && (
          <Button
            className={css.whole}
            size="lg"
            loading={close.isPending}
            onClick={() => close.mutate({ params: { shiftId: report.shiftId } })}
          >
            {t('till.shift.close')}
          </Button>
        )}
      </div>
      {report.closedAt !== null && close.isSuccess && <p role="status">{t('till.shift.closed')}</p>}
    </>
  );
}
