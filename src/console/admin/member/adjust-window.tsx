import { Alert, NumberInput, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ADJUSTMENT_REASONS, adjustmentRoutes } from '#src/contract/adjustments.ts';
import { type AccountShown, pointsRoutes } from '#src/contract/points.ts';
import { useWriting } from '../../api/api-queries.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FormWindow } from '../../parts/form-window.tsx';
import { useFormats } from '../../parts/formats.ts';

type Reason = (typeof ADJUSTMENT_REASONS)[number];

/** Gives points or takes them, with a reason. Says beforehand when a second person has to agree. */
export function AdjustWindow({
  memberId,
  shownName,
  accounts,
  room,
  onClose,
}: {
  memberId: string;
  shownName: string;
  accounts: AccountShown[];
  /** Points of each currency that need nobody else today. */
  room: Record<string, number>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  // Made once: pressing twice, or trying again after a lost answer, asks for one adjustment.
  const [requestKey] = useState(() => crypto.randomUUID());
  const [currency, setCurrency] = useState(accounts[0]?.currency ?? 'points');
  const [way, setWay] = useState<'give' | 'take'>('give');
  const [points, setPoints] = useState<number | ''>('');
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const ask = useWriting(adjustmentRoutes.askAdjustment, {
    stale: [pointsRoutes.readPoints, pointsRoutes.listTransfers, adjustmentRoutes.listAdjustments],
  });
  const account = accounts.find((each) => each.currency === currency);
  const amount = points === '' ? 0 : points;
  const after = (account?.balance ?? 0) + (way === 'give' ? amount : -amount);
  const left = room[currency] ?? 0;
  const needsAnother = amount > left;
  const save = () =>
    reason &&
    ask.mutate(
      {
        params: { memberId },
        body: { currency, amount: way === 'give' ? amount : -amount, reason, note, requestKey },
      },
      { onSuccess: onClose },
    );
  return (
    <FormWindow
      title={t('adjust.title', { name: shownName })}
      submit={needsAnother ? t('adjust.ask') : t(way === 'give' ? 'adjust.give' : 'adjust.take')}
      busy={ask.isPending}
      ready={amount > 0 && reason !== null && (reason !== 'other' || note.trim() !== '')}
      failure={ask.error}
      onSubmit={save}
      onClose={onClose}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('adjust.way')}
        data={[
          { value: 'give', label: t('adjust.give') },
          { value: 'take', label: t('adjust.take') },
        ]}
        value={way}
        onChange={(next) => setWay(next === 'take' ? 'take' : 'give')}
      />
      {accounts.length > 1 && (
        <Select
          label={t('adjust.currency')}
          data={accounts.map((each) => ({ value: each.currency, label: words.name(each) }))}
          value={currency}
          onChange={(next) => next && setCurrency(next)}
          allowDeselect={false}
        />
      )}
      <NumberInput
        label={t('adjust.amount')}
        value={points}
        onChange={(next) => setPoints(next === '' ? '' : Math.trunc(Number(next)))}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=" "
        data-autofocus
      />
      <Select
        label={t('adjust.reason')}
        placeholder={t('adjust.chooseReason')}
        data={ADJUSTMENT_REASONS.map((value) => ({ value, label: t(`adjust.reasons.${value}`) }))}
        value={reason}
        onChange={(next) => setReason(ADJUSTMENT_REASONS.find((one) => one === next) ?? null)}
      />
      <Textarea
        label={t('adjust.note')}
        description={t('adjust.noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value.replace(/\n/g, ' '))}
        maxLength={300}
        autosize
        minRows={2}
      />
      {amount > 0 && (
        <Stack gap={4} aria-live="polite">
          <Text size="sm">
            {t('adjust.after', { before: format.number(account?.balance ?? 0), after: format.number(after) })}
          </Text>
          {needsAnother && (
            <Alert color="yellow" p="xs">
              {left > 0 ? t('adjust.needsAnother', { left: format.number(left) }) : t('adjust.usedUp')}
            </Alert>
          )}
        </Stack>
      )}
    </FormWindow>
  );
}
