import { Switch, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { BackButton } from '../../parts/back-button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { BUILDERS } from '../builders-stale.ts';
import css from './categories-screen.module.css';
import { NewCategory } from './new-category.tsx';

/** Categories of goods; those that the law keeps out neither earn, nor are discounted, nor paid with points. */
export function CategoriesScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(ruleRoutes.listCategories, {}));
  return (
    <Page title={t('rules.categories.title')} actions={<BackButton to="/rules">{t('nav.rules')}</BackButton>}>
      <Sheet>
        <Text c="dimmed" mb="md">
          {t('rules.categories.text')}
        </Text>
        <Answer of={list}>
          {({ categories }) => (
            <>
              <NewCategory categories={categories} />
              {categories.length === 0 ? (
                <EmptyState title={t('rules.categories.empty')} text={t('rules.categories.emptyText')} />
              ) : (
                <CategoryList categories={categories} />
              )}
            </>
          )}
        </Answer>
      </Sheet>
    </Page>
  );
}

function CategoryList({ categories }: { categories: Category[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const cache = useQueryClient();
  const [search, setSearch] = useState('');
  const exclude = useWriting(ruleRoutes.excludeCategory, { stale: BUILDERS });
  const turn = (category: string, excluded: boolean) =>
    exclude.mutate(
      { body: { category, excluded } },
      { onSuccess: (next) => cache.setQueryData(reading(ruleRoutes.listCategories, {}).queryKey, next) },
    );
  const wanted = search.trim().toLocaleLowerCase();
  const shown = categories.filter(({ category }) => category.toLocaleLowerCase().includes(wanted));
  return (
    <>
      {categories.length > 10 && (
        <TextInput
          aria-label={t('rules.categories.search')}
          placeholder={t('rules.categories.search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          leftSection={<IconSearch size={18} aria-hidden />}
          maw={380}
          mb="sm"
        />
      )}
      <FailureNote failure={exclude.error} />
      <ul className={css.categories} aria-label={t('rules.categories.title')}>
        {shown.map(({ category, excluded, products, isUnknown, changedBy, changedAt }) => (
          <li key={category}>
            <span>
              <b>{category}</b>
              <small data-unknown={isUnknown || undefined}>
                {isUnknown
                  ? t('rules.categories.unknown')
                  : t('rules.categories.products', { count: products })}
                {changedBy && changedAt && ` · ${changedBy}, ${format.moment(changedAt)}`}
              </small>
            </span>
            <Switch
              label={t(`rules.categories.${excluded ? 'excluded' : 'included'}`)}
              aria-label={t('rules.categories.exclude', { category })}
              labelPosition="left"
              checked={excluded}
              disabled={exclude.isPending && exclude.variables.body.category === category}
              onChange={(event) => turn(category, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
