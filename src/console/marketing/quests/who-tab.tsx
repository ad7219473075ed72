import { Group, SegmentedControl, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { NumberField } from '../rules/number-field.tsx';
import { toInstant, toWallClock } from '../rules/wall-clock.ts';
import { AudienceField } from '../segments/audience-field.tsx';
import { type Section, useEditing, useProblem } from './editing.ts';
import { WordsField } from './words-field.tsx';

/** Who may play, from when until when, and how much it may cost. */
export function WhoTab({ draft, onChange }: Section) {
  const { t } = useTranslation();
  const { terms } = draft;
  const { launched } = useEditing();
  const [chosen, setChosen] = useState(terms.audience !== null);
  const change = (part: Partial<typeof terms>) => onChange({ terms: { ...terms, ...part } });
  return (
    <Stack>
      <Sheet title={t('quests.who.when')}>
        <When draft={draft} onChange={onChange} />
      </Sheet>
      <Sheet title={t('quests.who.title')}>
        <Stack gap="md">
          <SegmentedControl
            aria-label={t('quests.who.title')}
            data={(['everyone', 'members'] as const).map((value) => ({
              value,
              label: t(`quests.who.${value}`),
            }))}
            value={terms.openTo}
            disabled={launched}
            onChange={(next) => change({ openTo: next === 'members' ? 'members' : 'everyone' })}
            w="max-content"
            maw="100%"
          />
          <Text size="sm" c="dimmed">
            {t(`quests.who.${terms.openTo}Hint`)}
          </Text>
          <Switch
            label={t('quests.who.some')}
            description={t('quests.who.someHint')}
            checked={chosen}
            disabled={launched}
            onChange={(event) => {
              setChosen(event.currentTarget.checked);
              if (!event.currentTarget.checked) change({ audience: null });
            }}
          />
          {chosen && !launched && (
            <AudienceField
              value={terms.audience}
              label={t('quests.who.some')}
              onChange={(audience) => audience !== undefined && change({ audience })}
            />
          )}
          <NumberField
            label={t('quests.who.control')}
            description={t('quests.who.controlHint')}
            value={terms.controlPercent}
            disabled={launched}
            max={50}
            suffix=" %"
            onChange={(percent) => change({ controlPercent: percent ?? 0 })}
            maw={420}
          />
        </Stack>
      </Sheet>
      <Sheet title={t('quests.who.money')}>
        <Money draft={draft} onChange={onChange} />
      </Sheet>
      <Sheet title={t('quests.who.together')}>
        <Stack gap="md">
          <Switch
            label={t('quests.who.boards')}
            checked={terms.storeBoards}
            onChange={(event) => change({ storeBoards: event.currentTarget.checked })}
          />
          <Switch
            label={t('quests.who.team')}
            description={t('quests.who.teamHint')}
            checked={terms.team !== null}
            disabled={launched}
            onChange={(event) =>
              change({ team: event.currentTarget.checked ? { goal: 1_000, titles: {} } : null })
            }
          />
          {terms.team && (
            <Group gap="sm" align="start">
              <WordsField
                label={t('quests.who.teamTitle')}
                flex="1 1 220px"
                place="terms.team.titles"
                most={60}
                value={terms.team.titles}
                onChange={(titles) => terms.team && change({ team: { ...terms.team, titles } })}
              />
              <NumberField
                label={t('quests.who.teamGoal')}
                value={terms.team.goal}
                min={1}
                disabled={launched}
                onChange={(goal) => terms.team && change({ team: { ...terms.team, goal: goal ?? 1 } })}
                w={170}
              />
            </Group>
          )}
        </Stack>
      </Sheet>
    </Stack>
  );
}

function When({ draft, onChange }: Section) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const starts = useProblem('startsAt');
  const ends = useProblem('endsAt');
  const until = useProblem('terms.hours');
  const { terms } = draft;
  const { hours } = terms;
  const moment = (name: 'startsAt' | 'endsAt', problem: string | undefined) => {
    const at = draft[name];
    return (
      <TextInput
        label={t(`quests.${name}`)}
        type="datetime-local"
        value={at === null ? '' : toWallClock(at, shop.timeZone)}
        error={problem}
        onChange={(event) => onChange({ [name]: toInstant(event.currentTarget.value, shop.timeZone) })}
        flex="1 1 220px"
      />
    );
  };
  const setHours = (next: typeof hours) => onChange({ terms: { ...terms, hours: next } });
  return (
    <Stack gap="md">
      <Group gap="md" align="start">
        {moment('startsAt', starts)}
        {moment('endsAt', ends)}
      </Group>
      <Text size="xs" c="dimmed">
        {t('quests.who.zone', { zone: shop.timeZone })}
      </Text>
      <Switch
        label={t('quests.who.hours')}
        description={t('quests.who.hoursHint')}
        checked={hours !== null}
        onChange={(event) => setHours(event.currentTarget.checked ? { from: '09:00', until: '21:00' } : null)}
      />
      {hours && (
        <Group gap="sm" align="start">
          <TextInput
            label={t('quests.who.from')}
            type="time"
            value={hours.from}
            onChange={(event) =>
              event.currentTarget.value && setHours({ ...hours, from: event.currentTarget.value })
            }
            w={130}
          />
          <TextInput
            label={t('quests.who.until')}
            type="time"
            value={hours.until}
            error={until}
            onChange={(event) =>
              event.currentTarget.value && setHours({ ...hours, until: event.currentTarget.value })
            }
            w={130}
          />
        </Group>
      )}
    </Stack>
  );
}

function Money({ draft, onChange }: Section) {
  const { t } = useTranslation();
  const { launched } = useEditing();
  const problem = useProblem('budget');
  const { terms } = draft;
  return (
    <Group gap="md" align="start">
      <NumberField
        label={t('quests.who.budget')}
        description={t('quests.who.budgetHint')}
        placeholder={t('quests.who.noBudget')}
        value={draft.budget}
        error={problem}
        onChange={(budget) => onChange({ budget })}
        w={260}
      />
      <Select
        label={t('quests.who.paysAfter')}
        description={t('quests.who.paysAfterHint')}
        data={(['registration', 'receipt'] as const).map((value) => ({
          value,
          label: t(`quests.who.pays.${value}`),
        }))}
        value={terms.paysAfter}
        disabled={launched}
        allowDeselect={false}
        onChange={(next) =>
          onChange({ terms: { ...terms, paysAfter: next === 'receipt' ? 'receipt' : 'registration' } })
        }
        flex="1 1 260px"
      />
    </Group>
  );
}
