import { Button, FileButton, Stack, Switch, Text, Textarea } from '@mantine/core';
import { IconDownload, IconUpload, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferTold, offerRoutes } from '#src/contract/offers.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { FormWindow } from '../../parts/form-window.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { NumberField } from '../rules/number-field.tsx';
import { splitMembers } from './split-members.ts';

const STALE = [offerRoutes.readOffer, offerRoutes.listOffers];

/** How it is doing, its codes, and whom it was given. */
export function OfferSide({ offer }: { offer: OfferTold }) {
  const { t } = useTranslation();
  const { number, money } = useFormats();
  const { numbers, stock, handedOut } = offer;
  const shown = offer.content ?? offer.draft;
  const rows: [key: string, value: string][] = [
    ['handedOut', stock === null ? number(handedOut) : `${number(handedOut)} / ${number(stock)}`],
    ['taken', number(numbers.taken)],
    ['used', number(numbers.used)],
    ['expired', number(numbers.expired)],
    ['saved', money(numbers.savedMinor)],
    ['earned', number(numbers.earned)],
  ];
  return (
    <>
      <Sheet title={t('offers.numbers.title')}>
        <Stack gap={4} component="dl" m={0}>
          {rows.map(([key, value]) => (
            <div key={key} style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
              <Text component="dt" c="dimmed">
                {t(`offers.numbers.${key}`)}
              </Text>
              <Text component="dd" fw={650} m={0}>
                {value}
              </Text>
            </div>
          ))}
        </Stack>
      </Sheet>
      {shown && (shown.codes === 'pool' || shown.reach === 'code') && <Codes offer={offer} />}
      {shown?.reach === 'personal' && offer.status === 'live' && <Members offer={offer} />}
    </>
  );
}

function Codes({ offer }: { offer: OfferTold }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { offerId, numbers } = offer;
  const upload = useWriting(offerRoutes.uploadCodes, { stale: STALE });
  const make = useWriting(offerRoutes.makeCodes, { stale: STALE });
  const [count, setCount] = useState<number | null>(100);
  const choose = async (file: File | null) => {
    if (file) upload.mutate({ params: { offerId }, body: { csv: await file.text() } });
  };
  const print = () =>
    make.mutate(
      { params: { offerId }, body: { count: count ?? 1 } },
      { onSuccess: ({ codes }) => download(`codes-${offerId}.csv`, `code\n${codes.join('\n')}\n`) },
    );
  return (
    <Sheet title={t('offers.codes.title')}>
      <Stack gap="sm">
        <Text>
          {t('offers.codes.left', { left: number(numbers.codesLeft ?? 0), all: number(numbers.codes) })}
        </Text>
        <FileButton onChange={(file) => void choose(file)} accept=".csv,.txt,text/csv,text/plain">
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={upload.isPending}
              leftSection={<IconUpload size={18} aria-hidden />}
            >
              {t('offers.codes.upload')}
            </Button>
          )}
        </FileButton>
        <div role="status">
          {upload.data && (
            <Text size="sm">
              {t('offers.codes.added', { count: upload.data.added, again: upload.data.again })}
            </Text>
          )}
          {upload.data?.bad.map(({ line, code, sentence }) => (
            <Text key={line} size="sm" c="var(--spent)">
              {t('offers.codes.bad', { line, code, sentence })}
            </Text>
          ))}
        </div>
        <FailureNote failure={upload.error ?? make.error} />
        {offer.reach === 'code' && (
          <>
            <NumberField
              label={t('offers.codes.count')}
              value={count}
              min={1}
              max={20_000}
              onChange={setCount}
            />
            <Button
              variant="default"
              loading={make.isPending}
              disabled={count === null || count < 1}
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={print}
            >
              {t('offers.codes.make')}
            </Button>
          </>
        )}
      </Stack>
    </Sheet>
  );
}

function Members({ offer: { offerId } }: { offer: OfferTold }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const [tells, setTells] = useState(true);
  const issue = useWriting(offerRoutes.issueToMembers, { stale: STALE });
  const members = splitMembers(text);
  return (
    <Sheet title={t('offers.members.title')}>
      <Button
        variant="default"
        leftSection={<IconUsers size={18} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('offers.members.give')}
      </Button>
      {opened && (
        <FormWindow
          title={t('offers.members.give')}
          submit={t('offers.members.submit', { count: members.length })}
          busy={issue.isPending}
          ready={members.length > 0 && members.length <= 1_000}
          failure={issue.error}
          // The same list pressed twice is given once: it is its own key.
          onSubmit={() => issue.mutate({ params: { offerId }, body: { members, silent: !tells } })}
          onClose={() => setOpened(false)}
        >
          <Textarea
            label={t('offers.members.list')}
            description={t('offers.members.hint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={4}
            maxRows={12}
            data-autofocus
          />
          <Switch
            label={t('offers.members.tell')}
            description={t('offers.members.tellHint')}
            checked={tells}
            onChange={(event) => setTells(event.currentTarget.checked)}
          />
          <div role="status">
            {issue.data && (
              <Text>{t('offers.members.given', { given: issue.data.given, again: issue.data.again })}</Text>
            )}
            {issue.data?.refused.map(({ code, why }) => (
              <Text key={code} size="sm" c="var(--spent)">
                {code}: {why}
              </Text>
            ))}
          </div>
        </FormWindow>
      )}
    </Sheet>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
