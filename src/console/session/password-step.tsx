import { Button, Stack, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, sessionRoutes } from '#src/contract/session.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { Mark } from '../parts/mark.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { useLook } from './shop-look.tsx';

/** Login and password, nothing else. */
export function PasswordStep({
  onEnter,
  onSecondStep,
}: {
  onEnter: (me: Me) => void;
  onSecondStep: () => void;
}) {
  const { t } = useTranslation();
  const look = useLook();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useWriting(sessionRoutes.signIn);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (signIn.isPending) return;
    signIn.mutate(
      { body: { login: login.trim(), password } },
      {
        onSuccess: (answer) => (answer.secondFactor === 'wanted' ? onSecondStep() : onEnter(answer)),
        onError: () => setPassword(''),
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Mark size={44} />
        <Title order={1}>{look.name ? t('signIn.titleShop', { shop: look.name }) : t('signIn.title')}</Title>
        <TextInput
          label={t('signIn.login')}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
        />
        <PasswordField
          label={t('signIn.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          size="md"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <FailureNote failure={signIn.error} />
        <Button type="submit" size="lg" mt="xs" loading={signIn.isPending} fullWidth>
          {t('signIn.enter')}
        </Button>
      </Stack>
    </form>
  );
}
