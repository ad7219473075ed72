import { Button, Loader, TextInput, Title } from '@mantine/core';
import { IconBarcode, IconCamera } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Camera } from './camera.tsx';
import type { ChosenTill } from './chosen-till.ts';
import { LostAnswer } from './lost-answer.tsx';
import { RecentReceipts } from './recent-receipts.tsx';
import css from './till.module.css';
import type { Till } from './use-till.ts';

/** On a phone a field with the focus would open the keyboard over everything. */
const HAS_KEYBOARD = window.matchMedia('(hover: hover) and (pointer: fine)').matches;

/** Waits for a card: scanned by a USB scanner, by the camera, or typed. */
export function ScanStep({
  till,
  chosen,
  camera,
  onCamera,
}: {
  till: Till;
  chosen: ChosenTill;
  camera: boolean;
  onCamera: (open: boolean) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const finding = till.busy === 'finding';
  const draft = till.state.step === 'scan' ? till.state.draft : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') void till.find(typed.trim());
  };
  return (
    <>
      {draft && (
        <p role="status">
          <b>{t('till.offline.forReceipt', { number: draft.receiptNumber, sum: draft.amount })}</b>
        </p>
      )}
      {camera ? (
        <Camera onCode={(code) => void till.find(code)} onClose={() => onCamera(false)} />
      ) : (
        <div className={css.ready}>
          <span className={css.pulse} aria-hidden>
            <IconBarcode size={40} stroke={1.4} />
          </span>
          <div>
            <Title order={1} size="h2">
              {t('till.scan.title')}
            </Title>
            <p className={css.quiet}>{t('till.scan.scanner')}</p>
          </div>
          <Button
            size="xl"
            px="md"
            fullWidth
            leftSection={<IconCamera aria-hidden />}
            onClick={() => onCamera(true)}
          >
            {t('till.scan.camera')}
          </Button>
        </div>
      )}
      <form onSubmit={submit} className={css.typed}>
        <label htmlFor="card-typed">{t('till.scan.type')}</label>
        <TextInput
          id="card-typed"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          size="lg"
          inputMode="tel"
          autoComplete="off"
          enterKeyHint="search"
          autoFocus={HAS_KEYBOARD}
          placeholder="29 0123 4567 896"
          rightSection={finding ? <Loader size="sm" aria-label={t('common.loading')} /> : null}
        />
        <Button type="submit" size="lg" variant="light" disabled={typed.trim() === '' || finding}>
          {t('till.scan.find')}
        </Button>
      </form>
      {till.noAnswer === 'finding' && <LostAnswer text={t('till.lost.find')} />}
      <RecentReceipts chosen={chosen} />
    </>
  );
}
