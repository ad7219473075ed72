import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../api/api-failure.ts';
import { usePlaceWords } from './place-words.ts';

/** Puts a failed request into one sentence: which fields are wrong, the server's own, or that no answer came. */
export function useFailureWords(): (failure: Error) => string {
  const { t } = useTranslation();
  const placeWords = usePlaceWords();
  return useCallback(
    (failure) => {
      if (!(failure instanceof ApiFailure)) return t('failure.noAnswer');
      const fields = failure.fields.map(({ field, message }) =>
        field === 'body' ? message : `${placeWords(field)} — ${message}`,
      );
      if (fields.length > 0) return `${t('failure.fields')} ${fields.join('; ')}.`;
      return failure.message === '' ? t('failure.unknown') : failure.message;
    },
    [t, placeWords],
  );
}
