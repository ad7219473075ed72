import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AccountShown } from '#src/contract/points.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import css from '../members-screen.module.css';
import { Line, Part } from './part.tsx';

/** What a member has of one kind of points: all, what can be spent, what is set aside, what comes and what goes. */
export function AccountPart({ account }: { account: AccountShown }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  const { balance, spendable, held, debt, pending, nextExpiry, closed } = account;
  const waiting = pending.reduce((sum, { amount }) => sum + amount, 0);
  // What becomes active on one day is one line.
  const later = Map.groupBy(pending, ({ activeAt, waitsFor }) =>
    activeAt === null
      ? t('points.activeAfter', { action: waitsFor ?? '' })
      : t('points.activeOn', { day: format.day(activeAt) }),
  );
  return (
    <section aria-label={words.name(account)}>
      <Figures>
        <Figure
          label={closed ? `${words.name(account)} · ${t('currencies.closed')}` : words.name(account)}
          value={format.number(balance)}
          tone={balance < 0 ? 'warn' : 'good'}
        />
        <Figure label={t('members.spendable')} value={format.number(spendable)} />
        {waiting > 0 && <Figure label={t('points.pending')} value={format.number(waiting)} tone="quiet" />}
        {held > 0 && <Figure label={t('points.held')} value={format.number(held)} tone="quiet" />}
      </Figures>
      {debt > 0 && (
        <Alert color="yellow" p="xs" mt="xs">
          {t('points.debt', { points: words.count(account, debt) })}
        </Alert>
      )}
      {(pending.length > 0 || nextExpiry) && (
        <ul className={css.list} data-below>
          {[...later].map(([name, parts]) => (
            <Line
              key={name}
              name={name}
              value={format.signed(parts.reduce((sum, { amount }) => sum + amount, 0))}
            />
          ))}
          {nextExpiry && (
            <Line
              name={t('points.expireOn', { day: format.day(lastMoment(nextExpiry.expiresAt)) })}
              value={format.number(nextExpiry.amount)}
            />
          )}
        </ul>
      )}
    </section>
  );
}

/** Several kinds of points, the programme's own first and large, the others as lines. */
export function AccountsPart({ accounts }: { accounts: AccountShown[] }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const [first, ...others] = accounts;
  const owned = others.filter((each) => each.balance !== 0 || each.debt > 0);
  return (
    <>
      {first && <AccountPart account={first} />}
      {owned.length > 0 && (
        <Part title={t('points.others')}>
          {owned.map((account) => (
            <OtherAccount
              key={account.currency}
              account={account}
              words={words.count(account, account.balance)}
            />
          ))}
        </Part>
      )}
    </>
  );
}

function OtherAccount({ account, words }: { account: AccountShown; words: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { name, count } = useCurrencyWords();
  const waiting = account.pending.reduce((sum, { amount }) => sum + amount, 0);
  const notes = [
    waiting > 0 && `${t('points.pending')}: ${format.number(waiting)}`,
    account.held > 0 && `${t('points.held')}: ${format.number(account.held)}`,
    account.debt > 0 && t('points.debt', { points: count(account, account.debt) }),
    account.nextExpiry &&
      `${t('points.expireOn', { day: format.day(lastMoment(account.nextExpiry.expiresAt)) })}: ${format.number(account.nextExpiry.amount)}`,
  ].filter(Boolean);
  return (
    <li>
      <span>
        {name(account)}
        {notes.length > 0 && <small>{notes.join(' · ')}</small>}
      </span>
      <b>{words}</b>
    </li>
  );
}

/** Points that end at midnight are good through the day before. */
function lastMoment(expiresAt: string): string {
  return new Date(Date.parse(expiresAt) - 1).toISOString();
}
