import { Checkbox, Group, Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../rules/number-field.tsx';
import { inWords, useEditing, useProblem } from './editing.ts';
import type { PrizeDraft, QuestDraft } from './quest-draft.ts';

type Qualifies = PrizeDraft['qualifies'];

/** Who may win: all that is filled in. */
export function QualifiesField({
  draft,
  qualifies,
  path,
  onChange,
}: {
  draft: QuestDraft;
  qualifies: Qualifies;
  path: string;
  onChange: (qualifies: Qualifies) => void;
}) {
  const { t } = useTranslation();
  const { language, launched } = useEditing();
  const problem = useProblem(path);
  const set = <Name extends keyof Qualifies>(name: Name, value: Qualifies[Name] | null) => {
    const { [name]: _before, ...others } = qualifies;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  return (
    <fieldset disabled={launched} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Text size="sm" fw={500} mb={4}>
        {t('quests.prize.qualifies')}
      </Text>
      <Group gap="sm" align="end">
        <NumberField
          label={t('quests.prize.tasks')}
          value={qualifies.tasks ?? null}
          min={1}
          onChange={(tasks) => set('tasks', tasks)}
          w={150}
        />
        <NumberField
          label={t('quests.prize.score')}
          value={qualifies.score ?? null}
          min={1}
          onChange={(score) => set('score', score)}
          w={150}
        />
        <Select
          label={t('quests.prize.chapter')}
          data={draft.chapters.map(({ titles }, place) => ({
            value: String(place + 1),
            label: `${place + 1}. ${inWords(titles, language)}`,
          }))}
          value={qualifies.chapterNo === undefined ? null : String(qualifies.chapterNo)}
          onChange={(no) => set('chapterNo', no === null ? null : Number(no))}
          clearable
          w={220}
        />
        <Checkbox
          label={t('quests.prize.finished')}
          checked={qualifies.finished === true}
          onChange={(event) => set('finished', event.currentTarget.checked ? true : null)}
          mb={8}
        />
        {(draft.terms.team !== null || qualifies.team) && (
          <Checkbox
            label={t('quests.prize.team')}
            checked={qualifies.team === true}
            onChange={(event) => set('team', event.currentTarget.checked ? true : null)}
            mb={8}
          />
        )}
      </Group>
      {problem && (
        <Text size="xs" c="orange" mt={4}>
          {problem}
        </Text>
      )}
    </fieldset>
  );
}
