import { Alert, Button, SegmentedControl, Text, TextInput } from '@mantine/core';
import {
  IconDeviceFloppy,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRocket,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { type OfferTold, offerRoutes } from '#src/contract/offers.ts';
import { LANGUAGE_NAMES, LANGUAGES, shownLanguage } from '../../i18n.ts';
import { Answer } from '../../parts/answer.tsx';
import { ChangedNote } from '../../parts/changed-note.tsx';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { PictureField } from '../../parts/picture-field.tsx';
import { usePlaceWords } from '../../parts/place-words.ts';
import { useMe } from '../../session/session-query.ts';
import { useEditorKey } from '../newborn.ts';
import css from '../rules/rule-editor.module.css';
import { RuleStatus } from '../rules/rule-status.tsx';
import { RuleWordsContext, useBuilder, useRuleWords, useWordsOf } from '../rules/rule-words.ts';
import { telling } from '../rules/told-in-language.ts';
import { OfferFields } from './offer-fields.tsx';
import { formOf, newForm } from './offer-form.ts';
import { OfferPreview } from './offer-preview.tsx';
import { OfferSide } from './offer-side.tsx';
import { OfferWordsFields } from './offer-words-fields.tsx';
import { useOffer } from './use-offer.ts';

/** One offer, or a new one. */
export function OfferScreen() {
  const { offerId = 'new' } = useParams();
  const me = useMe();
  const builder = useBuilder();
  const words = useWordsOf(builder.data);
  const { key, isNew, hears } = useEditorKey(offerId);
  const offer = useQuery({
    ...telling(me, offerRoutes.readOffer, { params: { offerId } }),
    enabled: !isNew,
  });
  if (!words)
    return (
      <Page title="">
        <Answer of={builder}>{() => null}</Answer>
      </Page>
    );
  if (!isNew && !offer.data)
    return (
      <Page title="">
        <Answer of={offer}>{() => null}</Answer>
      </Page>
    );
  return (
    <RuleWordsContext value={words}>
      <OfferEditor key={key} offer={(!isNew && offer.data) || null} {...hears} />
    </RuleWordsContext>
  );
}

function OfferEditor({
  offer,
  onCreated,
  onReplaced,
}: {
  offer: OfferTold | null;
  onCreated: (offerId: string) => void;
  /** Hears that the offer of somebody else is to be drawn in place of the one on the screen. */
  onReplaced: () => void;
}) {
  const { t } = useTranslation();
  const placeWords = usePlaceWords();
  const { currencies } = useRuleWords();
  const { moment } = useFormats();
  const currency = currencies[0]?.currency ?? 'points';
  const [first] = useState(() => (offer ? formOf(offer, currency) : newForm(currency)));
  const { form, setForm, stored, save, saveMine, act, ...state } = useOffer(offer, first, onCreated);
  const { checked, failure, busy, isSaved, isComplete, isBehind } = state;
  const [language, setLanguage] = useState(shownLanguage());
  const [ending, setEnding] = useState(false);
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const status = stored?.status ?? 'draft';
  const ended = status === 'ended';
  const ready = isComplete && checked !== null && checked.problem === null;
  const changed = !isSaved || status === 'draft' || stored?.hasDraft === true;
  return (
    <Page
      title={form.name.trim() || t('offers.new')}
      actions={
        !ended && (
          <>
            {status === 'live' && (
              <Button
                variant="default"
                disabled={busy}
                leftSection={<IconPlayerPause size={18} aria-hidden />}
                onClick={() => void act(offerRoutes.pauseOffer)}
              >
                {t('offers.act.pause')}
              </Button>
            )}
            {status === 'paused' && (
              <Button
                variant="light"
                disabled={busy}
                leftSection={<IconPlayerPlay size={18} aria-hidden />}
                onClick={() => void act(offerRoutes.resumeOffer)}
              >
                {t('offers.act.resume')}
              </Button>
            )}
            {stored && stored.version > 0 && (
              <Button
                variant="default"
                disabled={busy}
                leftSection={<IconPlayerStop size={18} aria-hidden />}
                onClick={() => setEnding(true)}
              >
                {t('offers.act.end')}
              </Button>
            )}
            <Button
              variant="default"
              loading={busy}
              disabled={!isComplete || isSaved}
              leftSection={<IconDeviceFloppy size={18} aria-hidden />}
              onClick={() => void save()}
            >
              {t('common.save')}
            </Button>
            <Button
              loading={busy}
              disabled={!ready || !changed}
              leftSection={<IconRocket size={18} aria-hidden />}
              onClick={() => void act(offerRoutes.publishOffer)}
            >
              {t(stored && stored.version > 0 ? 'offers.act.publishChanges' : 'offers.act.publish')}
            </Button>
          </>
        )
      }
    >
      {offer && isBehind && (
        <ChangedNote
          text={t(isSaved ? 'offers.changed.saved' : 'offers.changed.text', {
            moment: moment(offer.changedAt),
          })}
          theirs={t('offers.changed.theirs', { name: offer.name, sentence: offer.sentence })}
          isSaved={isSaved}
          onLoad={onReplaced}
          onKeepMine={isComplete && offer.status !== 'ended' ? () => void saveMine() : undefined}
        />
      )}
      <FailureNote failure={failure} />
      <div className={css.columns}>
        <fieldset className={css.bare} disabled={ended}>
          <div className={css.main}>
            <Sheet actions={<RuleStatus status={status} />}>
              <TextInput
                label={t('offers.form.name')}
                description={t('offers.form.nameHint')}
                value={form.name}
                maxLength={100}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
            </Sheet>
            <Sheet title={t('offers.form.words')}>
              <OfferWordsFields value={form.words} onChange={(words) => set({ words })} />
            </Sheet>
            <Sheet>
              <PictureField
                label={t('offers.form.picture')}
                value={form.pictureId}
                onChange={(pictureId) => set({ pictureId })}
              />
            </Sheet>
            <OfferFields form={form} set={set} />
          </div>
        </fieldset>
        <aside className={css.side}>
          <section className={css.sentence} aria-label={t('offers.form.gives')} aria-live="polite">
            <h2>{t('offers.form.gives')}</h2>
            {!isComplete ? (
              <p data-quiet>{t('offers.incomplete')}</p>
            ) : checked?.problem ? (
              <Alert color="orange" p="sm">
                {placeWords(checked.problem.path)} — {checked.problem.sentence}.
              </Alert>
            ) : (
              <p>{form.elsewhere ? t('offers.form.elsewhereHint') : checked?.sentence}</p>
            )}
            {checked?.audience && (
              <Text size="sm">{t('offers.onlyIf', { condition: checked.audience })}</Text>
            )}
          </section>
          {stored && <OfferSide offer={stored} />}
          <SegmentedControl
            aria-label={t('offers.preview')}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            value={language}
            onChange={(next) => setLanguage(LANGUAGES.find((one) => one === next) ?? language)}
          />
          <OfferPreview form={form} language={language} />
        </aside>
      </div>
      <Confirmation
        opened={ending}
        title={t('offers.act.endTitle')}
        confirm={t('offers.act.end')}
        danger
        busy={busy}
        failure={failure}
        onClose={() => setEnding(false)}
        onConfirm={() =>
          void act(offerRoutes.endOffer).then((next) => {
            if (next) setEnding(false);
          })
        }
      >
        {t('offers.act.endText')}
      </Confirmation>
    </Page>
  );
}
