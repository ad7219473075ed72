import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Partner, partnerRoutes } from '#src/contract/partners.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FormWindow } from '../../parts/form-window.tsx';

const stale = [partnerRoutes.listPartners, partnerRoutes.readPartner];

/** What a partner is called and whom to call there; a new one when there is none yet. */
export function PartnerForm({
  partner,
  onSaved,
  onClose,
}: {
  partner: Partner | null;
  onSaved?: (saved: Partner) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(partner?.name ?? '');
  const [contact, setContact] = useState(partner?.contact ?? '');
  const create = useWriting(partnerRoutes.createPartner, { stale });
  const change = useWriting(partnerRoutes.changePartner, { stale });
  const done = (saved: Partner) => {
    onClose();
    onSaved?.(saved);
  };
  const save = () => {
    const body = { name, contact };
    if (partner) change.mutate({ params: { partnerId: partner.partnerId }, body }, { onSuccess: done });
    else create.mutate({ body }, { onSuccess: done });
  };
  return (
    <FormWindow
      title={partner ? t('partners.change') : t('partners.new')}
      submit={t('common.save')}
      busy={create.isPending || change.isPending}
      ready={name.trim() !== ''}
      failure={create.error ?? change.error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('partners.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={80}
        autoComplete="off"
        data-autofocus
      />
      <Textarea
        label={t('partners.contact')}
        description={t('partners.contactHint')}
        value={contact}
        onChange={(event) => setContact(event.currentTarget.value)}
        maxLength={300}
        autosize
        minRows={2}
      />
    </FormWindow>
  );
}
