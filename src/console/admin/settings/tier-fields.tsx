import { ActionIcon, Collapse, NumberInput, SimpleGrid, Text, Textarea, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TierRow } from '#src/contract/programme.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';
import { symbolOf, useFormats } from '../../parts/formats.ts';
import { useTierName } from '../../parts/tier-name.ts';
import { useMe } from '../../session/session-query.ts';
import css from './settings.module.css';

/** One tier: its threshold, its share, and its benefits in each language. */
export function TierFields({
  tier,
  basis,
  lowest,
  tooLow,
  onChange,
  onRemove,
}: {
  tier: TierRow;
  basis: 'spend' | 'points';
  lowest: boolean;
  tooLow: boolean;
  onChange: (part: Partial<TierRow>) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const tierName = useTierName();
  const { shop } = useMe();
  const [opened, more] = useDisclosure(false);
  const unit = basis === 'spend' ? 100 : 1;
  const name = tierName(tier.tierKey);
  const lines = LANGUAGES.reduce((most, language) => Math.max(most, tier.benefits[language].length), 0);
  return (
    <section className={css.tier} aria-label={name}>
      <div className={css.tierTop}>
        <div>
          <b>{name}</b>
          <Text size="sm" c="dimmed">
            {t('tiers.members', { count: tier.members })}
          </Text>
        </div>
        <NumberInput
          label={t(basis === 'spend' ? 'tiers.fromSpend' : 'tiers.fromPoints', {
            currency: symbolOf(shop.moneyCurrency),
          })}
          value={tier.from / unit}
          disabled={lowest}
          onChange={(value) => onChange({ from: Math.max(0, Math.round(Number(value) * unit)) })}
          min={0}
          allowDecimal={false}
          thousandSeparator=" "
          error={tooLow && t('tiers.tooLow')}
        />
        <NumberInput
          label={t('tiers.earn')}
          value={tier.earnBp / 100}
          onChange={(value) =>
            onChange({ earnBp: Math.min(10_000, Math.max(0, Math.round(Number(value) * 100))) })
          }
          min={0}
          max={100}
          decimalScale={2}
          suffix=" %"
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          disabled={lowest || tier.members > 0}
          onClick={onRemove}
          aria-label={t('tiers.remove', { tier: name })}
          title={
            tier.members > 0 ? t('tiers.hasMembers', { members: format.number(tier.members) }) : undefined
          }
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </div>
      <UnstyledButton className={css.more} aria-expanded={opened} onClick={more.toggle}>
        {t('tiers.benefits', { count: lines })}
        <IconChevronDown size={16} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={opened}>
        <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
          {LANGUAGES.map((language) => (
            <Textarea
              key={language}
              label={LANGUAGE_NAMES[language]}
              description={t('tiers.benefitsHint')}
              value={tier.benefits[language].join('\n')}
              onChange={(event) =>
                onChange({
                  benefits: { ...tier.benefits, [language]: event.currentTarget.value.split('\n') },
                })
              }
              autosize
              minRows={3}
            />
          ))}
        </SimpleGrid>
      </Collapse>
    </section>
  );
}
