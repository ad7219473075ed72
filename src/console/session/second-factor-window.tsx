import { Badge, Button, Code, Image, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useIsMutating, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { appCode, type Me, sessionRoutes } from '#src/contract/session.ts';
import { useWriting } from '../api/api-queries.ts';
import { keyOf } from '../api/read-anew.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { keepSession, useMe } from './session-query.ts';

type Begun = z.output<typeof sessionRoutes.beginSecondFactor.reply>;

/** My second factor: put on by scanning and a first code, taken off or given new recovery codes by the password. */
export function SecondFactorWindow({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const know = (next: Me) => void keepSession(cache, next);
  const close = () => {
    setBegun(null);
    onClose();
  };
  // Left meanwhile, the window would not hear the codes that are shown once.
  const confirming = useIsMutating({ mutationKey: keyOf(sessionRoutes.confirmSecondFactor) });
  const renewing = useIsMutating({ mutationKey: keyOf(sessionRoutes.renewRecoveryCodes) });
  const busy = confirming + renewing > 0;
  return (
    <>
      <Modal
        opened={opened}
        onClose={() => !busy && close()}
        title={t('secondFactor.title')}
        closeButtonProps={{ 'aria-label': t('common.close'), disabled: busy }}
      >
        {me.secondFactor ? (
          <IsOn
            onEnded={(next) => {
              know(next);
              close();
            }}
            onRenewed={(next) => {
              setCodes(next);
              close();
            }}
          />
        ) : begun ? (
          <ScanIt
            begun={begun}
            onConfirmed={(next) => {
              know(next);
              setCodes(begun.recoveryCodes);
              close();
            }}
          />
        ) : (
          <Begin onBegun={setBegun} />
        )}
      </Modal>
      <ShownOnce
        title={t('secondFactor.codesTitle')}
        text={t('secondFactor.codesText')}
        secret={codes?.join('\n') ?? null}
        onClose={() => setCodes(null)}
      />
    </>
  );
}

function Begin({ onBegun }: { onBegun: (begun: Begun) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const begin = useWriting(sessionRoutes.beginSecondFactor);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    begin.mutate({ body: { password } }, { onSuccess: onBegun });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('secondFactor.off')}</Text>
        <OwnPassword value={password} onChange={setPassword} />
        <FailureNote failure={begin.error} />
        <Button type="submit" loading={begin.isPending} disabled={password === ''}>
          {t('secondFactor.begin')}
        </Button>
      </Stack>
    </form>
  );
}

function ScanIt({ begun, onConfirmed }: { begun: Begun; onConfirmed: (me: Me) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const confirm = useWriting(sessionRoutes.confirmSecondFactor);
  const ready = appCode.safeParse(code).success;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (ready && !confirm.isPending)
      confirm.mutate({ body: { code } }, { onSuccess: onConfirmed, onError: () => setCode('') });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('secondFactor.scan')}</Text>
        <Image src={begun.qr} alt={t('secondFactor.qr')} w={220} mx="auto" radius="md" />
        <Text size="sm" c="dimmed">
          {t('secondFactor.byHand')} <Code style={{ overflowWrap: 'anywhere' }}>{grouped(begun.secret)}</Code>
        </Text>
        <TextInput
          label={t('secondFactor.code')}
          description={t('secondFactor.codeHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          data-autofocus
        />
        <FailureNote failure={confirm.error} />
        <Button type="submit" loading={confirm.isPending} disabled={!ready}>
          {t('secondFactor.begin')}
        </Button>
      </Stack>
    </form>
  );
}

function IsOn({
  onEnded,
  onRenewed,
}: {
  onEnded: (me: Me) => void;
  onRenewed: (recoveryCodes: string[]) => void;
}) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const end = useWriting(sessionRoutes.endSecondFactor);
  const renew = useWriting(sessionRoutes.renewRecoveryCodes);
  const body = { body: { password } };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    renew.mutate(body, { onSuccess: ({ recoveryCodes }) => onRenewed(recoveryCodes) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Badge color="green">{t('secondFactor.wasOn')}</Badge>
        <Text size="sm">{t('secondFactor.on')}</Text>
        <OwnPassword value={password} onChange={setPassword} />
        <FailureNote failure={renew.error ?? end.error} />
        <Button type="submit" variant="default" loading={renew.isPending} disabled={password === ''}>
          {t('secondFactor.renew')}
        </Button>
        <Button
          color="red"
          variant="light"
          loading={end.isPending}
          disabled={password === ''}
          onClick={() => end.mutate(body, { onSuccess: onEnded })}
        >
          {t('secondFactor.end')}
        </Button>
      </Stack>
    </form>
  );
}

function OwnPassword({ value, onChange }: { value: string; onChange: (next: string) => void }) {
  const { t } = useTranslation();
  return (
    <PasswordField
      label={t('me.currentPassword')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="current-password"
      data-autofocus
    />
  );
}

/** Four characters and a space, as people type keys. */
function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
