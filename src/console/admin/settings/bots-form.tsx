import { Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Programme } from '#src/contract/programme.ts';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useSettings } from './use-settings.ts';
import { WholeNumber } from './whole-number.tsx';

const FIELDS = ['telegramPaidPerSecond', 'viberBroadcast'] as const;
/** What Telegram takes at most, and the least that is more than its free rate. */
const PAID = { least: 30, most: 1_000 };

/** How campaigns go to the messengers. */
export function BotsForm({ programme }: { programme: Programme }) {
  const { t } = useTranslation();
  const settings = useSettings(programme, FIELDS);
  const { next, set } = settings;
  return (
    <form onSubmit={settings.submit}>
      <Stack>
        <Sheet title="Telegram">
          <Stack>
            <Switch
              label={t('settings.telegramPaid')}
              description={t('settings.telegramPaidHint')}
              checked={next.telegramPaidPerSecond !== null}
              onChange={(event) =>
                set({ telegramPaidPerSecond: event.currentTarget.checked ? PAID.most : null })
              }
            />
            {next.telegramPaidPerSecond !== null && (
              <WholeNumber
                label={t('settings.telegramPaidPerSecond')}
                description={t('settings.telegramPaidPerSecondHint')}
                value={next.telegramPaidPerSecond}
                min={PAID.least}
                max={PAID.most}
                onChange={(value) => set({ telegramPaidPerSecond: Math.min(PAID.most, value) })}
              />
            )}
          </Stack>
        </Sheet>
        <Sheet title="Viber">
          <Switch
            label={t('settings.viberBroadcast')}
            description={t('settings.viberBroadcastHint')}
            checked={next.viberBroadcast}
            onChange={(event) => set({ viberBroadcast: event.currentTarget.checked })}
          />
        </Sheet>
      </Stack>
      <SaveBar of={settings} />
    </form>
  );
}
