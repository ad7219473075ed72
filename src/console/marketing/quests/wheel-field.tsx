import { ActionIcon, Button, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { numbered } from '../../parts/numbered.ts';
import { NumberField } from '../rules/number-field.tsx';
import css from './builder.module.css';
import { useProblem } from './editing.ts';
import type { TaskAsk } from './quest-draft.ts';
import { WordsField } from './words-field.tsx';

type Wheel = Extract<TaskAsk, { game: 'wheel' }>;
const MOST = 12;

/** Sectors of the wheel: what each brings, and how often out of all shares. */
export function WheelField({
  ask,
  path,
  onChange,
}: {
  ask: Wheel;
  path: string;
  onChange: (ask: TaskAsk) => void;
}) {
  const { t } = useTranslation();
  const problem = useProblem(`${path}.odds`);
  const { odds } = ask;
  const total = odds.reduce((sum, { share }) => sum + share, 0);
  const set = (at: number, part: Partial<Wheel['odds'][number]>) =>
    onChange({ ...ask, odds: odds.map((one, place) => (place === at ? { ...one, ...part } : one)) });
  return (
    <Stack gap={6} mt="sm">
      {numbered(odds).map(({ key, at: place, item: sector }) => (
        <div key={key} className={css.option}>
          <WordsField
            label={t('quests.ask.sector', { no: place + 1 })}
            hideLabel
            flex={1}
            place={`${path}.odds.${place}.titles`}
            most={60}
            value={sector.titles}
            onChange={(titles) => set(place, { titles })}
          />
          <NumberField
            aria-label={t('quests.ask.sectorPoints')}
            value={sector.points}
            suffix={` ${t('quests.ask.pointsShort')}`}
            onChange={(points) => set(place, { points: points ?? 0 })}
            w={96}
          />
          <NumberField
            aria-label={t('quests.ask.share')}
            value={sector.share}
            min={1}
            onChange={(share) => set(place, { share: share ?? 1 })}
            w={76}
          />
          <Text size="sm" w={54} ta="end">
            {total > 0 ? `${Math.round((sector.share / total) * 1_000) / 10} %` : ''}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('quests.ask.removeSector', { no: place + 1 })}
            onClick={() => onChange({ ...ask, odds: odds.filter((_, at) => at !== place) })}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {problem && (
        <Text size="xs" c="orange">
          {problem}
        </Text>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        w="max-content"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={odds.length >= MOST}
        onClick={() => onChange({ ...ask, odds: [...odds, { share: 10, points: 10, titles: {} }] })}
      >
        {t('quests.ask.addSector')}
      </Button>
    </Stack>
  );
}
