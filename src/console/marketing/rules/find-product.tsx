import { Autocomplete, Loader } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProducts } from './use-products.ts';

type Product = ReturnType<typeof useProducts>['products'][number];

/** Finds a product and hands it on; then it is ready for the next one. */
export function FindProduct({ onFound }: { onFound: (product: Product) => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { products, isAsking } = useProducts(search);
  return (
    <Autocomplete
      aria-label={t('rules.test.find')}
      placeholder={t('rules.test.find')}
      data={products.map(({ sku, name }) => ({ value: sku, label: name }))}
      value={search}
      onChange={setSearch}
      filter={({ options }) => options}
      onOptionSubmit={(sku) => {
        const product = products.find((one) => one.sku === sku);
        if (product) onFound(product);
        // The field writes the name of what was chosen after this; it is emptied once it has.
        setTimeout(() => setSearch(''));
      }}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={isAsking ? <Loader size={16} /> : undefined}
      maxDropdownHeight={280}
    />
  );
}
