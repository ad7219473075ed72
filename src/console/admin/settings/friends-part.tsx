import { NumberInput, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type Friends, friendRoutes } from '#src/contract/friends.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Figure, Figures } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useEdits } from './use-edits.ts';
import { OptionalNumber, WholeNumber } from './whole-number.tsx';

/** What a member gets for bringing a friend, and what came of it. */
export function FriendsPart() {
  const read = useQuery(reading(friendRoutes.readFriends, {}));
  return <Answer of={read}>{(friends) => <FriendsForm friends={friends} />}</Answer>;
}

const NUMBERS = ['inviters', 'joined', 'waiting', 'rewarded', 'spent'] as const;

function FriendsForm({ friends }: { friends: Friends }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { spent, inviters, joined, rewarded, waiting, ...before } = friends;
  const { next, set, changed, untouched, drop } = useEdits(before);
  const change = useWriting(friendRoutes.changeFriends, { stale: [friendRoutes.readFriends] });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ body: changed }, { onSuccess: drop });
  };
  const numbers = { spent, inviters, joined, rewarded, waiting };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Sheet title={t('friends.numbers')}>
          <Figures>
            {NUMBERS.map((name) => (
              <Figure key={name} label={t(`friends.${name}`)} value={format.number(numbers[name])} />
            ))}
          </Figures>
        </Sheet>
        <Sheet title={t('friends.terms')}>
          <Stack>
            <Switch
              label={t('friends.isOn')}
              checked={next.isOn}
              onChange={(event) => set({ isOn: event.currentTarget.checked })}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <WholeNumber
                label={t('friends.inviterPoints')}
                value={next.inviterPoints}
                max={1_000_000}
                onChange={(inviterPoints) => set({ inviterPoints })}
              />
              <WholeNumber
                label={t('friends.friendPoints')}
                value={next.friendPoints}
                max={1_000_000}
                onChange={(friendPoints) => set({ friendPoints })}
              />
              <NumberInput
                label={t('friends.minimum')}
                description={t('friends.minimumHint')}
                value={next.minimumMinor / 100}
                min={0}
                decimalScale={2}
                thousandSeparator=" "
                onChange={(value) => set({ minimumMinor: Math.max(0, Math.round(Number(value) * 100)) })}
              />
              <WholeNumber
                label={t('friends.pendingDays')}
                description={t('friends.pendingDaysHint')}
                value={next.pendingDays}
                max={90}
                onChange={(pendingDays) => set({ pendingDays })}
              />
              <WholeNumber
                label={t('friends.monthLimit')}
                description={t('friends.monthLimitHint')}
                value={next.monthLimit}
                min={1}
                max={1_000}
                onChange={(monthLimit) => set({ monthLimit })}
              />
              <OptionalNumber
                label={t('friends.budget')}
                description={t('friends.budgetHint')}
                placeholder={t('friends.noBudget')}
                value={next.budget}
                onChange={(budget) => set({ budget })}
              />
            </SimpleGrid>
            <Text size="sm" c="dimmed">
              {t('friends.guard')}
            </Text>
          </Stack>
        </Sheet>
      </Stack>
      <SaveBar
        of={{
          untouched,
          saving: change.isPending,
          saved: change.isSuccess,
          failure: change.error,
        }}
      />
    </form>
  );
}
