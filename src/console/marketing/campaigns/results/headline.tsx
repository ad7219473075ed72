import type { ResultUplift } from '#src/contract/campaign-results.ts';
import css from './results.module.css';

/** What was brought, in one sentence, and what has to be known beside it. `verdict` is left out until it is counted. */
export function Headline({
  verdict,
  text,
  note,
}: {
  verdict: ResultUplift['verdict'] | undefined;
  text: string;
  note: string;
}) {
  return (
    <p className={css.headline} data-verdict={verdict}>
      {text}
      {note && <small>{note}</small>}
    </p>
  );
}
