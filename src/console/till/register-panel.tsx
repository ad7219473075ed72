// A person without a messenger joins at the counter: phone, name, consent on paper, and a plastic card.
import { Anchor, Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plasticNumber, tillPeopleRoutes } from '#src/contract/till-people.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFailureWords } from '../parts/failure-words.ts';
import { AmberScreen } from './amber-screen.tsx';
import type { ChosenTill } from './chosen-till.ts';
import { DoneScreen } from './done-screen.tsx';
import outcomeCss from './outcome.module.css';
import { Panel } from './panel.tsx';
import saleCss from './sale.module.css';
import css from './till.module.css';
import { useScanner } from './use-scanner.ts';

const GOES_AFTER_MS = 30_000;

export function RegisterPanel({
  chosen: { storeId },
  onBack,
  onDone,
}: {
  chosen: ChosenTill;
  onBack: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [person, setPerson] = useState({ name: '', phone: '', cardNumber: '' });
  const [language, setLanguage] = useState<Language>('uk');
  const [signed, setSigned] = useState(false);
  const [marketing, setMarketing] = useState(false);
  const terms = useQuery(reading(tillPeopleRoutes.readTerms, {}));
  const register = useWriting(tillPeopleRoutes.register);
  const set = (part: Partial<typeof person>) => setPerson({ ...person, ...part });
  useScanner((cardNumber) => set({ cardNumber }));
  const version = terms.data?.termsVersion;
  const card = person.cardNumber.trim();
  const badCard = card !== '' && !plasticNumber.safeParse(card).success;
  const complete =
    person.name.trim() !== '' &&
    person.phone.trim().length >= 7 &&
    signed &&
    version !== undefined &&
    !badCard;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!complete || register.isPending) return;
    const { name, phone } = person;
    const rest = card === '' ? {} : { cardNumber: card };
    register.mutate({
      body: { storeId, name, phone, language, marketing, signed: true, termsVersion: version, ...rest },
    });
  };
  const field = (name: keyof typeof person) => ({
    label: t(`till.register.${name}`),
    value: person[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
    size: 'lg',
    autoComplete: 'off',
  });
  const refused = register.error instanceof ApiFailure ? register.error : null;
  const { data } = register;
  return (
    <Panel title={t('till.more.register')} onBack={onBack}>
      <form onSubmit={submit} className={saleCss.sale}>
        <TextInput
          {...field('phone')}
          inputMode="tel"
          enterKeyHint="next"
          placeholder="067 123 45 67"
          autoFocus
        />
        <TextInput {...field('name')} enterKeyHint="next" />
        <TextInput
          {...field('cardNumber')}
          description={t('till.register.cardHint')}
          inputMode="numeric"
          error={badCard && t('till.register.cardWrong')}
        />
        <SegmentedControl
          aria-label={t('common.language')}
          size="md"
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={(next) => setLanguage(LANGUAGES.find((one) => one === next) ?? 'uk')}
        />
        <Checkbox
          size="lg"
          label={t('till.register.signed', { version: version ?? '' })}
          checked={signed}
          onChange={(event) => setSigned(event.currentTarget.checked)}
        />
        <Checkbox
          size="lg"
          label={t('till.register.marketing')}
          checked={marketing}
          onChange={(event) => setMarketing(event.currentTarget.checked)}
        />
        <p className={css.quiet}>
          <Anchor href={`/terms?lang=${language}`} target="_blank">
            {t('till.register.text')}
          </Anchor>
        </p>
        <FailureNote failure={terms.error} onRetry={() => void terms.refetch()} />
        {register.error && !refused && <FailureNote failure={register.error} />}
        <div className={saleCss.finish}>
          <Button type="submit" size="xl" h={64} fullWidth disabled={!complete} loading={register.isPending}>
            {t('till.register.do')}
          </Button>
        </div>
      </form>
      {refused && (
        <AmberScreen
          words={words(refused)}
          main={{ label: t('till.register.mend'), onClick: () => register.reset() }}
          second={{ label: t('till.do.back'), onClick: onDone }}
        />
      )}
      {data && (
        <DoneScreen
          spoken={`${t('till.register.done', { name: data.shownName })}. ${data.cardNumber}`}
          goesAfterMs={GOES_AFTER_MS}
          onDone={onDone}
        >
          <span className={outcomeCss.title}>{t('till.register.done', { name: data.shownName })}</span>
          <span className={outcomeCss.pay}>
            <small>{t('till.register.number')}</small>
            {data.cardNumber.replace(/\B(?=(\d{4})+$)/g, ' ')}
          </span>
          {data.brought > 0 && (
            <span className={outcomeCss.words}>{t('till.register.brought', { count: data.brought })}</span>
          )}
          <span className={outcomeCss.words}>{t('till.register.later')}</span>
        </DoneScreen>
      )}
    </Panel>
  );
}
