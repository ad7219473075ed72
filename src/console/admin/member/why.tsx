import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { pointsRoutes } from '#src/contract/points.ts';
import { reading } from '../../api/api-queries.ts';
import { shownLanguage } from '../../i18n.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import css from '../members-screen.module.css';

/** Why a transfer is what it is: the rule, the lines that counted and those that did not, the cap that bit. */
export function Why({ memberId, transferId }: { memberId: string; transferId: string }) {
  const why = useQuery({
    ...reading(pointsRoutes.explainTransfer, { params: { memberId, transferId } }),
    queryKey: [pointsRoutes.explainTransfer.url, transferId, shownLanguage()],
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (why.isPending) return <Loader size="xs" m="xs" />;
  if (why.isError) return <FailureNote failure={why.error} onRetry={() => void why.refetch()} />;
  return (
    <ul className={css.sentences}>
      {why.data.sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
