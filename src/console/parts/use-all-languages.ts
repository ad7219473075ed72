import { useEffect, useState } from 'react';
import { hasLanguage, LANGUAGES, loadLanguages } from '../i18n.ts';

/** Whether the words of every language are there, or cannot be had. */
export function useAllLanguages(): boolean {
  const [ready, setReady] = useState(() => LANGUAGES.every(hasLanguage));
  useEffect(() => {
    if (ready) return;
    // Without a network the language on the screen has to do.
    const done = () => setReady(true);
    void loadLanguages().then(done, done);
  }, [ready]);
  return ready;
}
