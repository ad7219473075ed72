import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CampaignPlan } from '#src/contract/campaign-shape.ts';

type Variants = CampaignPlan['variants'];
const MOST = 5;

/** Shares of the variants; those that are not typed follow, so that they always come to a hundred. */
export function VariantsField({
  variants,
  onChange,
}: {
  variants: Variants;
  onChange: (variants: Variants) => void;
}) {
  const { t } = useTranslation();
  const single = variants.length === 1;
  return (
    <Stack gap="xs">
      <Text fw={500} size="sm">
        {t('plan.variants.label')}
      </Text>
      <Text size="sm" c="dimmed">
        {t(single ? 'plan.variants.one' : 'plan.variants.several')}
      </Text>
      {!single && (
        <Group gap="sm" align="end">
          {variants.map(({ key, share }, index) => (
            <Group key={key} gap={4} align="end" wrap="nowrap">
              <NumberInput
                label={t('plan.variants.share', { key })}
                value={share}
                onChange={(typed) => onChange(withShare(variants, index, Number(typed)))}
                min={1}
                max={100 - variants.length + 1}
                suffix=" %"
                allowDecimal={false}
                w={110}
              />
              {index === variants.length - 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={t('plan.variants.remove', { key })}
                  onClick={() => onChange(evenly(variants.length - 1))}
                >
                  <IconX size={18} aria-hidden />
                </ActionIcon>
              )}
            </Group>
          ))}
        </Group>
      )}
      {variants.length < MOST && (
        <Button
          w="max-content"
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange(evenly(variants.length + 1))}
        >
          {t('plan.variants.add')}
        </Button>
      )}
    </Stack>
  );
}

/** A, B, C with equal shares; what does not divide goes to the first. */
function evenly(count: number): Variants {
  const share = Math.floor(100 / count);
  return Array.from({ length: count }, (_, index) => ({
    key: String.fromCharCode(65 + index),
    share: index === 0 ? 100 - share * (count - 1) : share,
  }));
}

/** What one gains the others lose, the last first, and nobody goes below 1. */
function withShare(variants: Variants, index: number, typed: number): Variants {
  const most = 100 - (variants.length - 1);
  const share = Math.min(most, Math.max(1, Math.trunc(typed) || 1));
  let missing = share - (variants[index]?.share ?? 0);
  const next = variants.map((each, at) => (at === index ? { ...each, share } : { ...each }));
  for (const each of next.toReversed()) {
    if (each === next[index]) continue;
    const given = Math.max(1, each.share - missing) - each.share;
    each.share += given;
    missing += given;
  }
  return next;
}
