import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { apiKeyRoutes } from '#src/contract/api-keys.ts';
import { type Partner, partnerRoutes } from '#src/contract/partners.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { BackButton } from '../../parts/back-button.tsx';
import { Confirmation } from '../../parts/confirmation.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { ApiKeyForm } from '../api-key-form.tsx';
import { ApiKeyList } from '../api-key-list.tsx';
import { PartnerForm } from './partner-form.tsx';
import { SettlementPart } from './settlement-part.tsx';
import { TermsPart } from './terms-part.tsx';

/** One partner: its terms and what it has given today, what is owed, its keys. */
export function PartnerScreen() {
  const { partnerId = '' } = useParams();
  const found = useQuery(reading(partnerRoutes.readPartner, { params: { partnerId } }));
  if (!found.data)
    return (
      <Page title="">
        <Answer of={found}>{() => null}</Answer>
      </Page>
    );
  return <PartnerPage partner={found.data} />;
}

function PartnerPage({ partner }: { partner: Partner }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { partnerId, name, contact, status, suspendedAt } = partner;
  const [changing, setChanging] = useState(false);
  const [suspending, setSuspending] = useState(false);
  const turn = useWriting(partnerRoutes.changePartner, {
    stale: [partnerRoutes.listPartners, partnerRoutes.readPartner],
  });
  const turnTo = (next: Partner['status']) =>
    turn.mutate({ params: { partnerId }, body: { status: next } }, { onSuccess: () => setSuspending(false) });
  return (
    <Page
      title={name}
      actions={
        <>
          <BackButton to="/partners">{t('nav.partners')}</BackButton>
          <Button
            variant="default"
            leftSection={<IconPencil size={18} aria-hidden />}
            onClick={() => setChanging(true)}
          >
            {t('common.change')}
          </Button>
          {status === 'active' ? (
            <Button
              variant="default"
              leftSection={<IconPlayerPause size={18} aria-hidden />}
              onClick={() => setSuspending(true)}
            >
              {t('partners.suspend')}
            </Button>
          ) : (
            <Button
              leftSection={<IconPlayerPlay size={18} aria-hidden />}
              loading={turn.isPending}
              onClick={() => turnTo('active')}
            >
              {t('partners.resume')}
            </Button>
          )}
        </>
      }
    >
      <Group gap="md">
        <Badge color={status === 'active' ? 'green' : 'red'} variant="light">
          {t(`partners.is.${status}`)}
        </Badge>
        {suspendedAt && (
          <Text size="sm" c="dimmed">
            {t('partners.since', { at: format.moment(suspendedAt) })}
          </Text>
        )}
        {contact !== '' && (
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {contact}
          </Text>
        )}
      </Group>
      {!suspending && <FailureNote failure={turn.error} />}
      <TermsPart partner={partner} />
      <SettlementPart partner={partner} />
      <KeysPart partnerId={partnerId} />
      {changing && <PartnerForm partner={partner} onClose={() => setChanging(false)} />}
      <Confirmation
        opened={suspending}
        title={t('partners.suspendTitle', { name })}
        confirm={t('partners.suspend')}
        danger
        busy={turn.isPending}
        failure={turn.error}
        onClose={() => setSuspending(false)}
        onConfirm={() => turnTo('suspended')}
      >
        {t('partners.suspendText')}
      </Confirmation>
    </Page>
  );
}

function KeysPart({ partnerId }: { partnerId: string }) {
  const { t } = useTranslation();
  const list = useQuery(reading(apiKeyRoutes.listApiKeys, {}));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Sheet
      title={t('nav.api-keys')}
      actions={
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setMaking(true)}
        >
          {t('keys.new')}
        </Button>
      }
    >
      <Answer of={list}>
        {({ apiKeys }) => {
          const own = apiKeys.filter((key) => key.partnerId === partnerId);
          return own.length === 0 ? (
            <Text c="dimmed">{t('partners.noKeys')}</Text>
          ) : (
            <ApiKeyList apiKeys={own} />
          );
        }}
      </Answer>
      <Anchor
        href="/api/reference#tag/Points"
        target="_blank"
        rel="noreferrer"
        size="sm"
        mt="sm"
        display="block"
      >
        {t('keys.reference')}
      </Anchor>
      {making && (
        <ApiKeyForm
          apiKey={null}
          partnerId={partnerId}
          onCreated={setSecret}
          onClose={() => setMaking(false)}
        />
      )}
      <ShownOnce
        title={t('keys.secretTitle')}
        text={t('keys.secretText')}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Sheet>
  );
}
