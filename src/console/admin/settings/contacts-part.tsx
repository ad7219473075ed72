import { Button, Group, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactPolicy, contactRoutes } from '#src/contract/contacts.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { Sheet } from '../../parts/page.tsx';
import { SaveBar } from './save-bar.tsx';
import { useEdits } from './use-edits.ts';
import { OptionalNumber, WholeNumber } from './whole-number.tsx';

/** How often and when members may be written to about offers, and who is left alone to compare with. */
export function ContactsPart() {
  const read = useQuery(reading(contactRoutes.readContacts, {}));
  return <Answer of={read}>{(policy) => <ContactsForm before={policy} />}</Answer>;
}

const MOST = 20;
/** What a shop that turns quiet hours on begins with. */
const QUIET = { quietFrom: '21:00', quietTo: '09:00' };

function ContactsForm({ before }: { before: ContactPolicy }) {
  const { t } = useTranslation();
  const { next, set, changed, untouched, drop } = useEdits(before);
  const change = useWriting(contactRoutes.changeContacts, { stale: [contactRoutes.readContacts] });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ body: changed }, { onSuccess: drop });
  };
  const most = (value: number | null) => (value === null ? null : Math.min(value, MOST));
  return (
    <form onSubmit={submit}>
      <Stack>
        <Sheet title={t('contacts.howOften')}>
          <Text size="sm" c="dimmed" mb="sm">
            {t('contacts.howOftenHint')}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <OptionalNumber
              label={t('contacts.perDay')}
              placeholder={t('contacts.anyNumber')}
              value={next.perDay}
              onChange={(perDay) => set({ perDay: most(perDay) })}
            />
            <OptionalNumber
              label={t('contacts.perWeek')}
              placeholder={t('contacts.anyNumber')}
              value={next.perWeek}
              onChange={(perWeek) => set({ perWeek: most(perWeek) })}
            />
          </SimpleGrid>
        </Sheet>
        <Sheet title={t('contacts.quiet')}>
          <QuietHours policy={next} onChange={set} />
        </Sheet>
        <Sheet title={t('contacts.control')}>
          <ControlGroup policy={next} renewed={next.controlSalt !== before.controlSalt} onChange={set} />
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

function QuietHours({
  policy: { quietFrom, quietTo },
  onChange,
}: {
  policy: ContactPolicy;
  onChange: (part: Partial<ContactPolicy>) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Switch
        label={t('contacts.quietOn')}
        description={t('contacts.quietHint')}
        checked={quietFrom !== null}
        onChange={(event) =>
          onChange(event.currentTarget.checked ? QUIET : { quietFrom: null, quietTo: null })
        }
      />
      {quietFrom !== null && quietTo !== null && (
        <Group gap="sm">
          <TextInput
            type="time"
            label={t('contacts.quietFrom')}
            value={quietFrom}
            onChange={(event) => onChange({ quietFrom: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t('contacts.quietTo')}
            value={quietTo}
            onChange={(event) => onChange({ quietTo: event.currentTarget.value })}
          />
        </Group>
      )}
    </Stack>
  );
}

function ControlGroup({
  policy: { controlPercent, controlSalt },
  renewed,
  onChange,
}: {
  policy: ContactPolicy;
  renewed: boolean;
  onChange: (part: Partial<ContactPolicy>) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('contacts.controlHint')}
      </Text>
      <WholeNumber
        label={t('contacts.controlPercent')}
        value={controlPercent}
        max={MOST}
        suffix=" %"
        onChange={(next) => onChange({ controlPercent: Math.min(next, MOST) })}
      />
      {controlPercent > 0 && (
        <Group gap="sm">
          <Button
            variant="default"
            disabled={renewed}
            onClick={() => onChange({ controlSalt: nextSalt(controlSalt) })}
          >
            {t('contacts.renew')}
          </Button>
          <Text size="sm" c="dimmed">
            {renewed ? t('contacts.renewed') : t('contacts.renewHint')}
          </Text>
        </Group>
      )}
    </Stack>
  );
}

/** The salts of a shop are numbers that go up. */
function nextSalt(salt: string): string {
  return String((Number.parseInt(salt, 10) || 0) + 1);
}
