import { Loader, MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProducts } from './use-products.ts';

/** Products of the shop by a part of their name, brand or sku. */
export function ProductChoice({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string[];
  onChange: (skus: string[]) => void;
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { products, isAsking } = useProducts(search);
  const [names, setNames] = useState<Record<string, string>>({});
  const data = products.map(({ sku, name }) => ({ value: sku, label: name }));
  // What is chosen stays by its name when the search goes on to something else.
  for (const sku of value) {
    if (!products.some((one) => one.sku === sku)) data.push({ value: sku, label: names[sku] ?? sku });
  }
  return (
    <MultiSelect
      label={label}
      data={data}
      value={value}
      onChange={(skus) => {
        setNames({ ...names, ...Object.fromEntries(data.map((one) => [one.value, one.label])) });
        onChange(skus);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      hidePickedOptions
      placeholder={value.length === 0 ? t('rules.products.find') : undefined}
      nothingFoundMessage={t('rules.nothingFound')}
      rightSection={isAsking ? <Loader size={16} /> : undefined}
      maxDropdownHeight={280}
    />
  );
}
