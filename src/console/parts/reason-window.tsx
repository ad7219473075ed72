import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormWindow } from './form-window.tsx';

/** Does something to somebody's things once it is said why, by one of a few reasons. */
export function ReasonWindow<R extends string>({
  title,
  submit,
  why,
  hint,
  reasons,
  busy,
  failure,
  onSubmit,
  onClose,
}: {
  title: string;
  submit: string;
  /** The question that the reasons answer, and who will read them. */
  why: string;
  hint: string;
  /** The likeliest first: it is chosen to begin with. */
  reasons: readonly [reason: R, word: string][];
  busy: boolean;
  failure: Error | null;
  onSubmit: (reason: R) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(reasons[0]?.[0]);
  return (
    <FormWindow
      title={title}
      submit={submit}
      leave={t('common.back')}
      busy={busy}
      failure={failure}
      onSubmit={() => chosen && onSubmit(chosen)}
      onClose={onClose}
    >
      <Radio.Group
        label={why}
        description={hint}
        value={chosen ?? null}
        onChange={(next) => setChosen(reasons.find(([reason]) => reason === next)?.[0])}
      >
        <Stack gap="xs" mt="xs">
          {reasons.map(([reason, word]) => (
            <Radio key={reason} value={reason} label={word} />
          ))}
        </Stack>
      </Radio.Group>
    </FormWindow>
  );
}
