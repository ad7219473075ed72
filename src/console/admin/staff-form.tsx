import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Staff } from '#src/contract/admin.ts';
import { login as loginShape } from '#src/contract/session.ts';
import { role as roleShape } from '#src/contract/words.ts';
import { useWriting } from '../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES, shownLanguage } from '../i18n.ts';
import { FormWindow } from '../parts/form-window.tsx';
import { useMyStores } from '../session/session-query.ts';

/** Who somebody is and where they may work. A new person gets a password that `onCreated` hears once. */
export function StaffForm({
  person,
  onCreated,
  onClose,
}: {
  person: Staff | null;
  onCreated: (password: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const stores = useMyStores();
  const [login, setLogin] = useState('');
  const [fields, setFields] = useState({
    name: person?.name ?? '',
    role: person?.role ?? ('cashier' as const),
    storeIds: person?.storeIds ?? [],
    language: person?.language ?? shownLanguage(),
  });
  const stale = [adminRoutes.listStaff];
  const create = useWriting(adminRoutes.createStaff, { stale });
  const change = useWriting(adminRoutes.changeStaff, { stale });
  const loginIsGood = loginShape.safeParse(login).success;
  const save = () => {
    if (person) {
      change.mutate({ params: { staffId: person.staffId }, body: fields }, { onSuccess: onClose });
      return;
    }
    create.mutate(
      { body: { ...fields, login } },
      {
        onSuccess: ({ password }) => {
          onClose();
          onCreated(password);
        },
      },
    );
  };
  return (
    <FormWindow
      title={person ? person.name : t('staff.new')}
      submit={t('common.save')}
      busy={create.isPending || change.isPending}
      ready={fields.name.trim() !== '' && (person !== null || loginIsGood)}
      failure={create.error ?? change.error}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('staff.name')}
        value={fields.name}
        onChange={(event) => setFields({ ...fields, name: event.currentTarget.value })}
        autoComplete="off"
        data-autofocus
      />
      {!person && (
        <TextInput
          label={t('signIn.login')}
          description={t('staff.loginHint')}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value.toLowerCase())}
          error={login !== '' && !loginIsGood && t('staff.loginHint')}
          autoComplete="off"
        />
      )}
      <Select
        label={t('staff.role')}
        data={roleShape.options.map((value) => ({ value, label: t(`role.${value}`) }))}
        value={fields.role}
        onChange={(next) => setFields({ ...fields, role: roleShape.catch(fields.role).parse(next) })}
        allowDeselect={false}
      />
      {fields.role === 'cashier' && (
        <MultiSelect
          label={t('staff.stores')}
          data={stores.map(({ storeId, name }) => ({ value: storeId, label: name }))}
          value={fields.storeIds}
          onChange={(storeIds) => setFields({ ...fields, storeIds })}
        />
      )}
      <Select
        label={t('common.language')}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={fields.language}
        onChange={(next) => setFields({ ...fields, language: LANGUAGES.find((one) => one === next) ?? 'uk' })}
        allowDeselect={false}
      />
    </FormWindow>
  );
}
