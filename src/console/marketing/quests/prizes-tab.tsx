import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { GOES_TO } from '#src/contract/quest-draft.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { numbered } from '../../parts/numbered.ts';
import { Sheet } from '../../parts/page.tsx';
import { NumberField } from '../rules/number-field.tsx';
import { type Section, useEditing, useProblem } from './editing.ts';
import { PrizeValue } from './prize-value.tsx';
import { QualifiesField } from './qualifies-field.tsx';
import { newPrize, type PrizeDraft } from './quest-draft.ts';
import { WordsField } from './words-field.tsx';

/** What can be won, by whom, and how many there are. */
export function PrizesTab({ draft, onChange }: Section) {
  const { t } = useTranslation();
  const { launched } = useEditing();
  const { prizes } = draft;
  const add = (
    <Button
      variant="light"
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={() => onChange({ prizes: [...prizes, newPrize()] })}
    >
      {t('quests.prize.add')}
    </Button>
  );
  return (
    <Stack>
      {prizes.length === 0 && (
        <Sheet>
          <EmptyState title={t('quests.prize.none')} text={t('quests.prize.noneText')}>
            {add}
          </EmptyState>
        </Sheet>
      )}
      {numbered(prizes).map(({ key, at: place, item: prize }) => (
        <PrizeCard
          key={key}
          draft={draft}
          prize={prize}
          place={place}
          onPrize={(next) => onChange({ prizes: prizes.map((one, at) => (at === place ? next : one)) })}
          onRemove={launched ? undefined : () => onChange({ prizes: prizes.filter((_, at) => at !== place) })}
        />
      ))}
      {prizes.length > 0 && <div>{add}</div>}
    </Stack>
  );
}

function PrizeCard({
  draft,
  prize,
  place,
  onPrize,
  onRemove,
}: {
  draft: Section['draft'];
  prize: PrizeDraft;
  place: number;
  onPrize: (prize: PrizeDraft) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const path = `prizes.${place}`;
  const stockProblem = useProblem(`${path}.stock`);
  const own = useProblem(path);
  const change = (part: Partial<PrizeDraft>) => onPrize({ ...prize, ...part });
  return (
    <Sheet
      title={t('quests.one.prizes', { no: place + 1 })}
      actions={
        onRemove && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={onRemove}
          >
            {t('quests.prize.remove')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <WordsField
          label={t('quests.prize.title')}
          place={`${path}.titles`}
          most={60}
          value={prize.titles}
          onChange={(titles) => change({ titles })}
        />
        <PrizeValue
          prize={prize.prize}
          titles={prize.titles}
          path={`${path}.prize`}
          onChange={(value) => change({ prize: value })}
        />
        <Group gap="sm" align="start">
          <Select
            label={t('quests.prize.goesTo')}
            data={GOES_TO.map((value) => ({ value, label: t(`quests.prize.to.${value}`) }))}
            value={prize.goesTo}
            allowDeselect={false}
            onChange={(next) => {
              const goesTo = GOES_TO.find((one) => one === next) ?? prize.goesTo;
              change({ goesTo, stock: goesTo === 'everyone' ? prize.stock : (prize.stock ?? 10) });
            }}
            w={260}
          />
          <NumberField
            label={t('quests.prize.stock')}
            placeholder={t('quests.prize.noEnd')}
            value={prize.stock}
            error={stockProblem}
            min={1}
            onChange={(stock) => change({ stock: prize.goesTo === 'everyone' ? stock : (stock ?? 1) })}
            w={140}
          />
          <NumberField
            label={t('quests.prize.delay')}
            description={t('quests.prize.delayHint')}
            value={prize.delayDays}
            max={90}
            onChange={(days) => change({ delayDays: days ?? 0 })}
            w={200}
          />
        </Group>
        <QualifiesField
          draft={draft}
          qualifies={prize.qualifies}
          path={`${path}.qualifies`}
          onChange={(qualifies) => change({ qualifies })}
        />
        {own && !stockProblem && (
          <Text size="xs" c="orange">
            {own}
          </Text>
        )}
      </Stack>
    </Sheet>
  );
}
