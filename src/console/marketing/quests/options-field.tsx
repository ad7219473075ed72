import { ActionIcon, Button, Checkbox, Group, Stack, Switch, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { numbered } from '../../parts/numbered.ts';
import css from './builder.module.css';
import { useProblem } from './editing.ts';
import type { TaskAsk, Texts } from './quest-draft.ts';
import { WordsField } from './words-field.tsx';

const MOST = 10;

/** The options of a quiz, each with a tick for what is right, or those of a poll. */
export function OptionsField({
  ask,
  path,
  onChange,
}: {
  ask: Extract<TaskAsk, { type: 'quiz' | 'poll' }>;
  path: string;
  onChange: (ask: TaskAsk) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblem(`${path}.right`);
  const fewer = useProblem(`${path}.options`);
  const { options } = ask;
  const set = (at: number, text: Texts) =>
    onChange({ ...ask, options: options.map((one, place) => (place === at ? text : one)) });
  const remove = (at: number) => {
    const left = options.filter((_, place) => place !== at);
    if (ask.type === 'poll') return onChange({ ...ask, options: left });
    const right = ask.right.filter((one) => one !== at).map((one) => (one > at ? one - 1 : one));
    return onChange({ ...ask, options: left, right });
  };
  const mark = (at: number, isRight: boolean) => {
    if (ask.type !== 'quiz') return;
    const others = ask.right.filter((one) => one !== at);
    onChange({ ...ask, right: (isRight ? [...others, at] : others).sort((a, b) => a - b) });
  };
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {t(ask.type === 'quiz' ? 'quests.ask.options' : 'quests.ask.choices')}
      </Text>
      {numbered(options).map(({ key, at: place, item: option }) => (
        <div key={key} className={css.option}>
          {ask.type === 'quiz' && (
            <Checkbox
              aria-label={t('quests.ask.right', { no: place + 1 })}
              checked={ask.right.includes(place)}
              onChange={(event) => mark(place, event.currentTarget.checked)}
            />
          )}
          <WordsField
            label={t('quests.ask.option', { no: place + 1 })}
            hideLabel
            flex={1}
            place={`${path}.options.${place}`}
            most={60}
            value={option}
            onChange={(text) => set(place, text)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('quests.ask.removeOption', { no: place + 1 })}
            onClick={() => remove(place)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {(problem ?? fewer) && (
        <Text size="xs" c="orange">
          {problem ?? fewer}
        </Text>
      )}
      <Group gap="md">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={options.length >= MOST}
          onClick={() => onChange({ ...ask, options: [...options, {}] })}
        >
          {t('quests.ask.addOption')}
        </Button>
        {ask.type === 'poll' && (
          <Switch
            label={t('quests.ask.several')}
            checked={ask.several}
            onChange={(event) => onChange({ ...ask, several: event.currentTarget.checked })}
          />
        )}
      </Group>
    </Stack>
  );
}
