import type { Tried } from '#src/contract/rule-basket.ts';
import { useRuleWords } from './rule-words.ts';
import css from './test-basket.module.css';

type Award = Tried['awards'][number];

/** Points and stamps that a basket brings, currency by currency: the sum, and each part that has times of its own. */
export function BasketAwards({ awards }: { awards: Award[] }) {
  const { amountOf } = useRuleWords();
  const signed = (currency: string, points: number) =>
    `${points > 0 ? '+' : ''}${amountOf(currency, points)}`;
  const byCurrency = [...Map.groupBy(awards, ({ currency }) => currency)];
  return byCurrency.map(([currency, parts]) => (
    <section key={currency} className={css.award}>
      <h3>
        {signed(
          currency,
          parts.reduce((sum, { points }) => sum + points, 0),
        )}
      </h3>
      {parts.map((part) => (
        <div key={`${part.activeAt ?? ''} ${part.expiresAt ?? ''}`} className={css.part}>
          {parts.length > 1 && <h4>{signed(currency, part.points)}</h4>}
          <Explained of={part} />
        </div>
      ))}
    </section>
  ));
}

function Explained({ of: { explained, times } }: { of: Award }) {
  return (
    <>
      <ul>
        {explained.map(({ gave, because }) => (
          <li key={gave}>
            {gave}
            {because.map((sentence) => (
              <small key={sentence}>{sentence}</small>
            ))}
          </li>
        ))}
      </ul>
      {times.length > 0 && <p className={css.times}>{times.join(' ')}</p>}
    </>
  );
}
