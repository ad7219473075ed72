import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useTell } from '../parts/tell.ts';

/**
 * A form that is saved when its author says so. What changes it after they have left it, which only a picture on its way
 * does, is lost with everything else that was not saved: that is told.
 */
export function useLeftForm<Form>(
  first: Form,
  titleOf: (form: Form) => string,
): [Form, Dispatch<SetStateAction<Form>>] {
  const { t } = useTranslation();
  const tell = useTell();
  const { pathname } = useLocation();
  const [form, show] = useState(first);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const setForm = (change: SetStateAction<Form>) => {
    if (!isGone.current) return show(change);
    const open = pathname.endsWith('/new') ? undefined : pathname;
    tell({ text: t('picture.late', { name: titleOf(form) }), about: pathname, open });
  };
  return [form, setForm];
}
