import { useTranslation } from 'react-i18next';
import type { Tried } from '#src/contract/rule-basket.ts';
import { shownLanguage } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import { BasketAwards } from './basket-awards.tsx';
import type { BasketLine } from './basket-draft.ts';
import { Disclosure } from './disclosure.tsx';
import { useRuleName } from './rule-name.ts';
import css from './test-basket.module.css';

/** What a basket brings and why, as sentences; and what it does not bring, and why not. */
export function BasketOutcome({
  tried,
  lines,
  isFresh,
}: {
  tried: Tried;
  lines: BasketLine[];
  isFresh: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const ruleName = useRuleName();
  const nameOf = (lineNo: number) => lines[lineNo - 1]?.name;
  const mine = tried.notApplied.filter(({ isDraft }) => isDraft);
  const others = tried.notApplied.filter(({ isDraft }) => !isDraft);
  const nothing =
    tried.awards.length +
      tried.discounts.length +
      tried.gifts.length +
      tried.messages.length +
      tried.events.length ===
    0;
  return (
    <div className={css.outcome} data-stale={!isFresh || undefined} aria-live="polite">
      {mine.map(({ sentence }) => (
        <p key={sentence} className={css.not}>
          {t('rules.test.mine', { sentence })}
        </p>
      ))}
      {nothing && <p className={css.none}>{t('rules.test.nothing')}</p>}
      <BasketAwards awards={tried.awards} />
      {tried.discounts.length > 0 && (
        <section className={css.award}>
          <h3>{t('rules.test.toPay', { sum: format.money(tried.toPayMinor) })}</h3>
          <ul>
            {tried.discounts.map(({ ruleId, name, lineNo, amountMinor }) => (
              <li key={`${ruleId} ${lineNo ?? ''}`}>
                {t(lineNo === null ? 'rules.test.discountAll' : 'rules.test.discountLine', {
                  name,
                  goods: lineNo === null ? '' : (nameOf(lineNo) ?? ''),
                  sum: format.money(amountMinor),
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul>
        {tried.gifts.map(({ ruleId, name }) => (
          <li key={ruleId}>{t('rules.test.gift', { name: wordsOf(name) })}</li>
        ))}
        {tried.messages.map(({ ruleId, text }) => (
          <li key={ruleId}>{t('rules.test.message', { text: wordsOf(text) })}</li>
        ))}
        {tried.events.map(({ ruleId, name }) => (
          <li key={`${ruleId} ${name}`}>{t('rules.test.event', { name })}</li>
        ))}
        {tried.trimmed.map(({ sentence }) => (
          <li key={sentence} data-trimmed>
            {sentence}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Disclosure title={t('rules.test.notApplied', { count: others.length })}>
          <ul>
            {others.map(({ ruleId, name, sentence }) => (
              <li key={ruleId}>
                <b>{ruleName(name)}.</b> {sentence}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}

function wordsOf(text: { uk?: string; ru?: string; en?: string }): string {
  return text[shownLanguage()] ?? text.uk ?? text.ru ?? text.en ?? '';
}
