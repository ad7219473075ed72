import { Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TASK_TYPES } from '#src/contract/quest-draft.ts';
import { PictureField } from '../../parts/picture-field.tsx';
import { Disclosure } from '../rules/disclosure.tsx';
import { NumberField } from '../rules/number-field.tsx';
import { AskFields } from './ask-fields.tsx';
import { CheckSecret } from './check-secret.tsx';
import { useEditing, useProblem } from './editing.ts';
import { FixLine } from './fix-line.tsx';
import { emptyAsk, type TaskDraft } from './quest-draft.ts';
import { WordsField } from './words-field.tsx';

/** Everything about one task; what is seldom needed is folded away. */
export function TaskForm({
  task,
  place,
  onChange,
}: {
  task: TaskDraft;
  place: number;
  /** What becomes of the task as it is then. */
  onChange: (change: (before: TaskDraft) => TaskDraft) => void;
}) {
  const { t } = useTranslation();
  const { launched } = useEditing();
  const path = `tasks.${place}`;
  const keyProblem = useProblem(`${path}.taskKey`);
  const priceProblem = useProblem(`${path}.hintPrice`);
  const { content } = task;
  const change = (part: Partial<TaskDraft>) => onChange((before) => ({ ...before, ...part }));
  const say = (part: Partial<typeof content>) =>
    onChange((before) => ({ ...before, content: { ...before.content, ...part } }));
  return (
    <Stack gap="sm">
      <Group gap="sm" align="start">
        <Select
          label={t('quests.task.type')}
          data={TASK_TYPES.map((value) => ({ value, label: t(`questLive.type.${value}`) }))}
          value={content.ask.type}
          disabled={launched}
          allowDeselect={false}
          onChange={(next) =>
            say({ ask: emptyAsk(TASK_TYPES.find((one) => one === next) ?? content.ask.type) })
          }
          w={200}
        />
        <NumberField
          label={t('quests.task.points')}
          value={task.points}
          disabled={launched}
          max={1_000_000}
          onChange={(points) => change({ points: points ?? 0 })}
          w={110}
        />
        <WordsField
          label={t('quests.task.title')}
          flex="1 1 200px"
          place={`${path}.content.titles`}
          most={60}
          value={content.titles}
          onChange={(titles) => say({ titles })}
        />
      </Group>
      <WordsField
        label={t('quests.task.question')}
        place={`${path}.content.question`}
        most={600}
        long
        value={content.question}
        onChange={(question) => say({ question })}
      />
      <AskFields ask={content.ask} path={`${path}.content.ask`} onChange={(ask) => say({ ask })} />
      {content.ask.type === 'check' && <CheckSecret taskKey={task.taskKey} url={content.ask.url} />}
      {launched && <FixLine task={task} />}
      <Disclosure title={t('quests.task.hints')}>
        <Stack gap="sm">
          <Group gap="sm" align="start">
            <WordsField
              label={t('quests.task.hint')}
              flex="1 1 240px"
              place={`${path}.content.hint`}
              most={300}
              value={content.hint}
              onChange={(hint) => say({ hint })}
            />
            <NumberField
              label={t('quests.task.hintPrice')}
              description={t('quests.task.hintPriceHint')}
              value={task.hintPrice}
              error={priceProblem}
              onChange={(hintPrice) => change({ hintPrice })}
              w={170}
            />
          </Group>
          <WordsField
            label={t('quests.task.praise')}
            place={`${path}.content.praise`}
            most={300}
            value={content.praise}
            onChange={(praise) => say({ praise })}
          />
          <WordsField
            label={t('quests.task.comfort')}
            place={`${path}.content.comfort`}
            most={300}
            value={content.comfort}
            onChange={(comfort) => say({ comfort })}
          />
        </Stack>
      </Disclosure>
      <Disclosure title={t('quests.task.limits')}>
        <Stack gap="sm">
          <Group gap="sm" align="start">
            <NumberField
              label={t('quests.task.attempts')}
              placeholder={t('quests.task.anyNumber')}
              value={task.mostAttempts}
              min={1}
              max={100}
              onChange={(mostAttempts) => change({ mostAttempts })}
              w={170}
            />
            <NumberField
              label={t('quests.task.cooldown')}
              value={task.cooldownSeconds}
              max={86_400}
              onChange={(seconds) => change({ cooldownSeconds: seconds ?? 0 })}
              w={190}
            />
            <NumberField
              label={t('quests.task.seconds')}
              placeholder={t('quests.task.noLimit')}
              value={task.seconds}
              min={1}
              max={86_400}
              onChange={(seconds) => change({ seconds })}
              w={170}
            />
            <TextInput
              label={t('quests.task.key')}
              value={task.taskKey}
              error={keyProblem}
              maxLength={40}
              disabled={launched}
              onChange={(event) => change({ taskKey: event.currentTarget.value.trim() || task.taskKey })}
              w={150}
            />
          </Group>
          <Switch
            label={t('quests.task.skippable')}
            checked={task.skippable}
            onChange={(event) => change({ skippable: event.currentTarget.checked })}
          />
          <PictureField
            label={t('quests.task.picture')}
            value={content.pictureId}
            onChange={(pictureId) => say({ pictureId })}
          />
        </Stack>
      </Disclosure>
    </Stack>
  );
}
