import { useTranslation } from 'react-i18next';

const MINUTE_MS = 60_000;

/** How long something has waited, in the one unit that matters: 5 min, 3 h, 2 days. */
export function useWaitWords(): (since: string, now?: number) => string {
  const { t } = useTranslation();
  return (since, now = Date.now()) => {
    const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE_MS));
    if (minutes < 60) return t('questLive.wait.minutes', { count: minutes });
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return t('questLive.wait.hours', { count: hours });
    return t('questLive.wait.days', { count: Math.floor(hours / 24) });
  };
}
