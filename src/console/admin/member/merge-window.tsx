import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import type { MemberFound, MemberPage } from '#src/contract/member.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { WindowActions } from '../../parts/window-actions.tsx';
import { MergeSheet } from './merge-sheet.tsx';

/** Makes this member part of another, or the other part of this one: find the other, see what comes of it, then confirm. */
export function MergeWindow({ member, onClose }: { member: MemberPage; onClose: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [other, setOther] = useState<MemberFound | null>(null);
  const find = useWriting(adminRoutes.findMember);
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.trim().length >= 4) find.mutate({ body: { code } }, { onSuccess: setOther });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('merge.title', { name: member.shownName })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {other ? (
        <MergeSheet member={member} other={other} onBack={() => setOther(null)} onClose={onClose} />
      ) : (
        <form onSubmit={search}>
          <Stack>
            <Text size="sm">{t('merge.text')}</Text>
            <TextInput
              label={t('merge.search')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              inputMode="tel"
              autoComplete="off"
              data-autofocus
            />
            <FailureNote failure={find.error} />
            <WindowActions>
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={find.isPending} disabled={code.trim().length < 4}>
                {t('members.find')}
              </Button>
            </WindowActions>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
