import { Group, MultiSelect, Select, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../rules/number-field.tsx';
import { useEditing, useProblem } from './editing.ts';
import { GoodsField } from './goods-field.tsx';
import { OptionsField } from './options-field.tsx';
import { QrField } from './qr-field.tsx';
import type { TaskAsk } from './quest-draft.ts';
import { useStores } from './use-stores.ts';
import { WheelField } from './wheel-field.tsx';

interface Asked<A extends TaskAsk = TaskAsk> {
  ask: A;
  path: string;
  onChange: (ask: TaskAsk) => void;
}

/** What a task of each type asks. What is right cannot change here once the quest runs. */
export function AskFields({ ask, path, onChange }: Asked) {
  const { launched } = useEditing();
  return (
    <fieldset disabled={launched} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Fields ask={ask} path={path} onChange={onChange} />
    </fieldset>
  );
}

function Fields({ ask, path, onChange }: Asked) {
  const { t } = useTranslation();
  switch (ask.type) {
    case 'quiz':
    case 'poll':
      return <OptionsField ask={ask} path={path} onChange={onChange} />;
    case 'text':
    case 'code':
      return <AnswersField ask={ask} path={path} onChange={onChange} />;
    case 'qr':
      return <QrField ask={ask} onChange={onChange} />;
    case 'place':
      return <PlaceField ask={ask} path={path} onChange={onChange} />;
    case 'purchase':
      return <GoodsField ask={ask} path={path} onChange={onChange} />;
    case 'friend':
      return (
        <NumberField
          label={t('quests.ask.friends')}
          value={ask.count}
          min={1}
          max={50}
          onChange={(count) => onChange({ ...ask, count: count ?? 1 })}
          w={160}
        />
      );
    case 'subscribe':
    case 'visit':
    case 'check':
      return <LinkField ask={ask} path={path} onChange={onChange} />;
    case 'game':
      return <GameField ask={ask} path={path} onChange={onChange} />;
    default:
      return (
        <Text size="sm" c="dimmed">
          {t(`quests.ask.about.${ask.type}`)}
        </Text>
      );
  }
}

function AnswersField({ ask, path, onChange }: Asked<Extract<TaskAsk, { type: 'text' | 'code' }>>) {
  const { t } = useTranslation();
  const problem = useProblem(`${path}.answers`);
  return (
    <Group gap="md" align="start">
      <TagsInput
        label={t('quests.ask.answers')}
        description={t('quests.ask.answersHint')}
        value={ask.answers}
        error={problem}
        splitChars={['|', '\n']}
        acceptValueOnBlur
        onChange={(answers) => onChange({ ...ask, answers })}
        flex="1 1 260px"
      />
      {ask.type === 'text' && (
        <Switch
          mt={28}
          label={t('quests.ask.typos')}
          checked={ask.typos}
          onChange={(event) => onChange({ ...ask, typos: event.currentTarget.checked })}
        />
      )}
    </Group>
  );
}

function PlaceField({ ask, path, onChange }: Asked<Extract<TaskAsk, { type: 'place' }>>) {
  const { t } = useTranslation();
  const stores = useStores();
  const problem = useProblem(`${path}.storeIds`);
  return (
    <Group gap="sm" align="start">
      <MultiSelect
        label={t('quests.ask.stores')}
        description={t('quests.ask.storesHint')}
        data={stores}
        value={ask.storeIds}
        error={problem}
        onChange={(storeIds) => onChange({ ...ask, storeIds })}
        searchable
        flex="1 1 260px"
      />
      <NumberField
        label={t('quests.ask.metres')}
        description={t('quests.ask.metresHint')}
        value={ask.metres}
        min={20}
        max={5_000}
        onChange={(metres) => onChange({ ...ask, metres: metres ?? 150 })}
        w={170}
      />
    </Group>
  );
}

function LinkField({
  ask,
  path,
  onChange,
}: Asked<Extract<TaskAsk, { type: 'subscribe' | 'visit' | 'check' }>>) {
  const { t } = useTranslation();
  const problem = useProblem(`${path}.url`);
  const channel = useProblem(`${path}.channel`);
  return (
    <Group gap="sm" align="start">
      <TextInput
        label={t(`quests.ask.url.${ask.type}`)}
        type="url"
        placeholder="https://"
        value={ask.url}
        error={problem}
        onChange={(event) => onChange({ ...ask, url: event.currentTarget.value.trim() })}
        flex="1 1 260px"
      />
      {ask.type === 'subscribe' && (
        <TextInput
          label={t('quests.ask.channel')}
          description={t('quests.ask.channelHint')}
          placeholder="@poruch_shop"
          value={ask.channel ?? ''}
          error={channel}
          onChange={(event) => onChange({ ...ask, channel: event.currentTarget.value.trim() || null })}
          w={220}
        />
      )}
    </Group>
  );
}

const GAMES = ['memory', 'catch', 'wheel'] as const;
const FIRST_GOAL = { memory: 6, catch: 15 };

function GameField({ ask, path, onChange }: Asked<Extract<TaskAsk, { type: 'game' }>>) {
  const { t } = useTranslation();
  const choose = (game: string | null) => {
    if (game === 'wheel') onChange({ type: 'game', game, odds: [] });
    if (game === 'memory' || game === 'catch') onChange({ type: 'game', game, goal: FIRST_GOAL[game] });
  };
  return (
    <>
      <Group gap="sm" align="start">
        <Select
          label={t('quests.ask.game')}
          data={GAMES.map((value) => ({ value, label: t(`quests.ask.games.${value}`) }))}
          value={ask.game}
          allowDeselect={false}
          onChange={choose}
          w={240}
        />
        {ask.game !== 'wheel' && (
          <NumberField
            label={t(`quests.ask.goal.${ask.game}`)}
            value={ask.goal}
            min={1}
            max={1_000}
            onChange={(goal) => onChange({ ...ask, goal: goal ?? 1 })}
            w={200}
          />
        )}
      </Group>
      {ask.game === 'wheel' && <WheelField ask={ask} path={path} onChange={onChange} />}
    </>
  );
}
