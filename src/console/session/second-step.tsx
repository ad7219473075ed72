import { Button, Checkbox, Stack, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, sessionRoutes } from '#src/contract/session.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Mark } from '../parts/mark.tsx';

const WHOLE_CODE = /^\d{6}$/;

/** The password was right; now a code of the app, or a recovery code. Six digits are sent by themselves. */
export function SecondStep({ onEnter, onAgain }: { onEnter: (me: Me) => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [trustDevice, setTrustDevice] = useState(false);
  const pass = useWriting(sessionRoutes.passSecondFactor);
  const send = (text: string) => {
    if (pass.isPending || text.trim() === '') return;
    pass.mutate(
      { body: { code: text.trim(), trustDevice } },
      { onSuccess: onEnter, onError: () => setCode('') },
    );
  };
  const type = (text: string) => {
    setCode(text);
    const digits = text.replace(/\s/g, '');
    if (WHOLE_CODE.test(digits)) send(digits);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Mark size={44} />
        <Title order={1}>{t('signIn.codeTitle')}</Title>
        <TextInput
          label={t('signIn.code')}
          description={t('signIn.codeHint')}
          value={code}
          onChange={(event) => type(event.currentTarget.value)}
          size="md"
          inputMode="text"
          autoComplete="one-time-code"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
        />
        <Checkbox
          label={t('signIn.trust')}
          checked={trustDevice}
          onChange={(event) => setTrustDevice(event.currentTarget.checked)}
        />
        <FailureNote failure={pass.error} />
        <Button type="submit" size="lg" mt="xs" loading={pass.isPending} fullWidth>
          {t('signIn.enter')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onAgain}>
          {t('signIn.again')}
        </Button>
      </Stack>
    </form>
  );
}
