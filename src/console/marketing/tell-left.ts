import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../api/api-failure.ts';
import { useFailureWords } from '../parts/failure-words.ts';
import { useTell } from '../parts/tell.ts';

const FAULT = 500;
const TOO_OFTEN = 429;

/** Says that the last changes in an editor that was left are not kept, and why. */
export function useTellLeft() {
  const { t } = useTranslation();
  const tell = useTell();
  const words = useFailureWords();
  return (
    failure: Error,
    {
      name,
      open,
      retry,
    }: {
      name: string;
      /** The editor's address; undefined while what it makes has none. */
      open: string | undefined;
      retry: () => void;
    },
  ): void => {
    // What the server has refused it would refuse again.
    const isRefused = failure instanceof ApiFailure && failure.status < FAULT && failure.status !== TOO_OFTEN;
    const text = t('notice.left', { name, why: words(failure) });
    // What may be tried again is kept here alone: whoever went to the editor would leave it behind.
    tell(isRefused ? { text, about: open, open } : { text, about: open, retry });
  };
}
