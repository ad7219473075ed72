import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Quote, TillMember } from '#src/contract/till.ts';
import { serverNow } from '../api/connection.ts';
import { useFormats } from '../parts/formats.ts';
import saleCss from './sale.module.css';
import { readSale, roundingBurn } from './sale-input.ts';
import css from './till.module.css';
import type { Draft } from './till-flow.ts';

/** How many points shall pay: none, half of what may be, all of it, or any number typed. */
export function BurnChoice({
  member,
  quote,
  draft,
  onBurn,
}: {
  member: TillMember;
  quote: Quote | undefined;
  draft: Draft;
  onBurn: (points: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const why = whyNot(member);
  const most = quote?.maximumBurn ?? 0;
  if (why)
    return (
      <p className={css.quiet}>
        {t(`till.burn.${why}`, { day: format.moment(member.burnAllowedFrom ?? '1970-01-01T00:00:00Z') })}
      </p>
    );
  if (!quote) return null;
  if (most === 0) return <p className={css.quiet}>{t('till.burn.nothing')}</p>;

  const { burn } = readSale(draft);
  const half = Math.floor(most / 2);
  const round = roundingBurn({
    amountMinor: quote.toPayMinor,
    most,
    pointValueMinor: quote.pointValueMinor,
  });
  const choices = [
    { points: 0, label: '0', spoken: t('till.burn.none') },
    ...(half > 0 ? [{ points: half, label: '½', spoken: t('till.burn.half') }] : []),
    ...(round !== null && round !== half && round !== most
      ? [{ points: round, label: t('till.burn.roundShort'), spoken: t('till.burn.round') }]
      : []),
    {
      points: most,
      label: t(most < member.spendable ? 'till.burn.capped' : 'till.burn.max'),
      spoken: t('till.burn.all'),
    },
  ];
  const tooMuch = burn !== null && burn > most;
  return (
    <fieldset className={saleCss.burn}>
      <legend>{t('till.burn.title')}</legend>
      <div className={saleCss.choices}>
        {choices.map(({ points, label, spoken }) => (
          <UnstyledButton
            key={points}
            className={saleCss.choice}
            aria-pressed={burn === points}
            aria-label={`${spoken}: ${format.number(points)}`}
            onClick={() => onBurn(points === 0 ? '' : String(points))}
          >
            <span data-word={label.length > 4 || undefined}>{label}</span>
            {points > 0 && <small>{format.number(points)}</small>}
          </UnstyledButton>
        ))}
        <TextInput
          className={saleCss.other}
          aria-label={t('till.burn.other', { most: format.number(most) })}
          placeholder={t('till.burn.otherShort')}
          value={draft.burn}
          onChange={(event) => onBurn(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="done"
          size="lg"
          error={burn === null || tooMuch}
        />
      </div>
      {(burn === null || tooMuch) && (
        <Text size="sm" c="red" role="alert">
          {t('till.burn.tooMuch', { most: format.number(most) })}
        </Text>
      )}
      {burn !== null && burn > 0 && !tooMuch && member.proof === 'number' && (
        <p className={css.quiet}>{t('till.burn.willAsk')}</p>
      )}
    </fieldset>
  );
}

function whyNot(member: TillMember) {
  if (member.burnAllowedFrom !== null && Date.parse(member.burnAllowedFrom) > serverNow().getTime())
    return `waits.${member.burnWaitsFor ?? 'chat'}` as const;
  if (member.proof === 'number' && !member.reachable) return 'unreachable';
  return null;
}
