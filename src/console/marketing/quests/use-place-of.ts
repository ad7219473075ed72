import { useTranslation } from 'react-i18next';
import { usePlaceWords } from '../../parts/place-words.ts';
import { inWords, useEditing } from './editing.ts';
import type { QuestDraft } from './quest-draft.ts';

/** A place of the draft in words: tasks and chapters by their names, the rest by the names of fields. */
export function usePlaceOf(draft: QuestDraft): (place: string) => string {
  const { t, i18n } = useTranslation();
  const words = usePlaceWords();
  const { language } = useEditing();
  return (place) => {
    const [, list = '', no = '', rest = ''] = /^(tasks|chapters|prizes)\.(\d+)\.?(.*)$/.exec(place) ?? [];
    const field = fieldOf(list === '' ? place : rest);
    const said = i18n.exists(`quests.field.${field}`) ? t(`quests.field.${field}`) : words(field);
    if (list === '') return said;
    const at = Number(no);
    const texts =
      list === 'tasks'
        ? draft.tasks[at]?.content.titles
        : draft[list === 'chapters' ? 'chapters' : 'prizes'][at]?.titles;
    const name = (texts && inWords(texts, language)) || t(`quests.one.${list}`, { no: at + 1 });
    return rest === '' ? name : `${name}: ${said}`;
  };
}

/** Without numbers and the parts that only hold others together. */
function fieldOf(path: string): string {
  const names = path
    .split('.')
    .filter((part) => !/^\d+$/.test(part) && !['content', 'ask', 'terms'].includes(part));
  return names.at(-1) ?? path;
}
