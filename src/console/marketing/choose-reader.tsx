import { Button, CloseButton, Group, Text, TextInput } from '@mantine/core';
import { IconUserSearch } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';

export interface ChosenReader {
  memberId: string;
  shownName: string;
}

/** Whose message is shown: a member by phone or card number, or an invented one. */
export function ChooseReader({
  reader,
  onChange,
  failure,
}: {
  reader: ChosenReader | null;
  onChange: (reader: ChosenReader | null) => void;
  failure: Error | null;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const find = useWriting(adminRoutes.findMember);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    find.mutate({ body: { code } }, { onSuccess: (found) => onChange(found) });
  };
  if (reader)
    return (
      <div>
        <Group gap="xs" wrap="nowrap" role="status">
          <Text size="sm" flex={1}>
            {t('campaign.preview.as', { name: reader.shownName })}
          </Text>
          <CloseButton aria-label={t('campaign.preview.invented')} onClick={() => onChange(null)} />
        </Group>
        <FailureNote failure={failure} />
      </div>
    );
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          label={t('campaign.preview.whose')}
          placeholder={t('campaign.preview.whoseHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          maxLength={64}
          flex={1}
          miw={0}
        />
        <Button
          type="submit"
          variant="light"
          px="sm"
          aria-label={t('campaign.preview.show')}
          loading={find.isPending}
          disabled={code.trim().length < 4}
        >
          <IconUserSearch size={18} aria-hidden />
        </Button>
      </Group>
      <FailureNote failure={find.error} />
    </form>
  );
}
