import { ActionIcon, Autocomplete, Button, Group, Text, TextInput } from '@mantine/core';
import { IconPencilPlus, IconShoppingCart, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { amountOf, type BasketLine, lineOf, ownLine } from './basket-draft.ts';
import { FindProduct } from './find-product.tsx';
import { NumberField } from './number-field.tsx';
import { useRuleWords } from './rule-words.ts';
import css from './test-basket.module.css';
import { useProducts } from './use-products.ts';

/** Enough to see something happen. */
const EXAMPLES = 4;

/** The lines of a pretend receipt: products of the shop, or goods that are typed. */
export function BasketLines({
  lines,
  onChange,
}: {
  lines: BasketLine[];
  onChange: (lines: BasketLine[]) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { choicesOf } = useRuleWords();
  const { products: examples } = useProducts('');
  const change = (id: string, part: Partial<BasketLine>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const total = lines.reduce((sum, line) => sum + (amountOf(line) ?? 0), 0);
  return (
    <div className={css.parts}>
      {lines.map((line) => (
        <div key={line.id} className={css.line}>
          {line.sku === '' ? (
            <div className={css.typed}>
              <TextInput
                aria-label={t('rules.test.goods')}
                placeholder={t('rules.test.goods')}
                value={line.name}
                onChange={(event) => change(line.id, { name: event.currentTarget.value })}
              />
              <Autocomplete
                aria-label={t('rules.asked.line.category')}
                placeholder={t('rules.asked.line.category')}
                data={choicesOf('line.category').map(({ value }) => value)}
                value={line.category}
                onChange={(category) => change(line.id, { category })}
              />
            </div>
          ) : (
            <span className={css.product}>
              <b>{line.name}</b>
              <small>{[line.category, line.brand].filter(Boolean).join(' · ')}</small>
            </span>
          )}
          <NumberField
            aria-label={t('rules.test.quantity')}
            unit="quantity"
            value={line.quantityMilli}
            onChange={(quantityMilli) => change(line.id, { quantityMilli })}
            prefix="× "
          />
          <NumberField
            aria-label={t('rules.test.price')}
            placeholder={t('rules.test.price')}
            unit="money"
            value={line.priceMinor}
            onChange={(priceMinor) => change(line.id, { priceMinor })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('rules.test.removeLine')}
            onClick={() => onChange(lines.filter(({ id }) => id !== line.id))}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <FindProduct onFound={(product) => onChange([...lines, lineOf(product)])} />
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPencilPlus size={16} aria-hidden />}
            onClick={() => onChange([...lines, ownLine()])}
          >
            {t('rules.test.ownLine')}
          </Button>
          {lines.length === 0 && examples.length > 0 && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconShoppingCart size={16} aria-hidden />}
              onClick={() => onChange(examples.slice(0, EXAMPLES).map(lineOf))}
            >
              {t('rules.test.example')}
            </Button>
          )}
        </Group>
        {lines.length > 0 && <Text fw={650}>{t('rules.test.total', { sum: format.money(total) })}</Text>}
      </Group>
    </div>
  );
}
