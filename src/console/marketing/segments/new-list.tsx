import { Button, Text, TextInput } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { segmentRoutes } from '#src/contract/segments.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FormWindow } from '../../parts/form-window.tsx';
import { SEGMENTS_STALE } from './archive-button.tsx';

/** Begins a list of people with its name; its page takes the file. */
export function NewList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const create = useWriting(segmentRoutes.createList, SEGMENTS_STALE);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconListDetails size={18} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('segments.list.new')}
      </Button>
      {opened && (
        <FormWindow
          title={t('segments.list.new')}
          submit={t('segments.list.create')}
          busy={create.isPending}
          ready={name.trim() !== ''}
          failure={create.error}
          onClose={() => setOpened(false)}
          onSubmit={() =>
            create.mutate(
              { body: { name: name.trim() } },
              { onSuccess: ({ segmentId }) => void navigate(`/segments/${segmentId}`) },
            )
          }
        >
          <Text size="sm" c="dimmed">
            {t('segments.list.what')}
          </Text>
          <TextInput
            label={t('segments.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
            data-autofocus
          />
        </FormWindow>
      )}
    </>
  );
}
