import { useTranslation } from 'react-i18next';

export interface EventWords {
  name: string;
  /** When it is told. */
  when: string;
}

/** The plain name of a type of event and when it is told; a type that has none keeps its own. */
export function useEventWords(): (type: string) => EventWords {
  const { t } = useTranslation();
  return (type) => {
    const key = `webhooks.event.${type.replace('.', '_')}`;
    return { name: t(`${key}.name`, { defaultValue: type }), when: t(`${key}.when`, { defaultValue: '' }) };
  };
}
