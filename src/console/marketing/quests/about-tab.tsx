import { Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import { PictureField } from '../../parts/picture-field.tsx';
import { type Section, useProblem } from './editing.ts';
import { WordsField } from './words-field.tsx';

/** What the quest is called and what is said before somebody joins. */
export function AboutTab({ draft, onChange, isNew }: Section & { isNew: boolean }) {
  const { t } = useTranslation();
  const { terms } = draft;
  const problem = useProblem('name');
  const change = (part: Partial<typeof terms>) => onChange({ terms: { ...terms, ...part } });
  return (
    <Sheet>
      <Stack>
        <TextInput
          label={t('quests.name')}
          description={t('quests.nameHint')}
          value={draft.name}
          error={problem}
          maxLength={100}
          autoFocus={isNew}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <WordsField
          label={t('quests.titles')}
          description={t('quests.titlesHint')}
          place="terms.titles"
          most={60}
          value={terms.titles}
          onChange={(titles) => change({ titles })}
        />
        <WordsField
          label={t('quests.welcome')}
          description={t('quests.welcomeHint')}
          place="terms.welcome"
          most={900}
          long
          value={terms.welcome}
          onChange={(welcome) => change({ welcome })}
        />
        <PictureField
          label={t('quests.picture')}
          value={terms.pictureId}
          onChange={(pictureId) => onChange((before) => ({ terms: { ...before.terms, pictureId } }))}
        />
      </Stack>
    </Sheet>
  );
}
