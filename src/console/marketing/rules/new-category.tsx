// Tobacco has to be kept out before the first pack is sold: a category that neither goods nor receipts name yet.
import { Button, Group, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { BUILDERS } from '../builders-stale.ts';

/** As the rules compare names. */
const folded = (name: string) => name.trim().toLowerCase();

export function NewCategory({ categories }: { categories: readonly Category[] }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  /** The name that is there already. */
  const [known, setKnown] = useState<string | null>(null);
  const exclude = useWriting(ruleRoutes.excludeCategory, { stale: BUILDERS });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() === '' || exclude.isPending) return;
    const there = categories.find(({ category }) => folded(category) === folded(name));
    setKnown(there?.category ?? null);
    if (there) return;
    exclude.mutate(
      { body: { category: name.trim(), excluded: true } },
      {
        onSuccess: (next) => {
          cache.setQueryData(reading(ruleRoutes.listCategories, {}).queryKey, next);
          setName('');
        },
      },
    );
  };
  const added = exclude.isSuccess && known === null && name === '' ? exclude.variables.body.category : null;
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="sm" mb="sm">
        <TextInput
          label={t('rules.categories.name')}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setKnown(null);
          }}
          error={known !== null}
          maxLength={100}
          flex={1}
          miw={200}
          maw={380}
        />
        <Button type="submit" variant="default" loading={exclude.isPending} disabled={name.trim() === ''}>
          {t('rules.categories.add')}
        </Button>
      </Group>
      {known !== null && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)" mb="sm">
          {t('rules.categories.known', { category: known })}
        </Text>
      )}
      <Text role="status" size="sm" c="dimmed" mb={added === null ? 0 : 'sm'}>
        {added !== null && t('rules.categories.exclude', { category: added })}
      </Text>
      <FailureNote failure={exclude.error} />
    </form>
  );
}
