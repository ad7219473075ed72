import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../api/api-failure.ts';

/** Puts a failed request into one sentence: the server's own, or that no answer came. */
export function useFailureWords(): (failure: Error) => string {
  const { t } = useTranslation();
  return useCallback(
    (failure) => {
      if (!(failure instanceof ApiFailure)) return t('failure.noAnswer');
      return failure.message === '' ? t('failure.unknown') : failure.message;
    },
    [t],
  );
}
