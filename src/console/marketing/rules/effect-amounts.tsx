import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './builder.module.css';
import { type EffectNode, GIVES_POINTS } from './effect-node.ts';
import { NumberField } from './number-field.tsx';
import { useRuleWords } from './rule-words.ts';
import { ShareOrTier } from './share-or-tier.tsx';

/** The numbers of an effect: how much of what. */
export function EffectAmounts({
  node,
  onChange,
}: {
  node: EffectNode;
  onChange: (node: EffectNode) => void;
}) {
  const { t } = useTranslation();
  const { currencies } = useRuleWords();
  const { kind } = node;
  const field = (
    name: 'points' | 'perMinor' | 'times' | 'amountMinor' | 'need',
    unit: 'whole' | 'money' | 'times',
  ) => (
    <NumberField
      key={name}
      label={t(`rules.effect.${name}`)}
      unit={unit}
      min={name === 'times' ? 1.01 : 1}
      value={node[name]}
      onChange={(value) => onChange({ ...node, [name]: value })}
    />
  );
  if (kind === 'gift' || kind === 'message' || kind === 'event') return null;
  return (
    <div className={css.fields}>
      {kind === 'share' && (
        <ShareOrTier value={node.shareBp} onChange={(shareBp) => onChange({ ...node, shareBp })} />
      )}
      {kind === 'discountShare' && (
        <NumberField
          label={t('rules.effect.shareBp')}
          unit="share"
          value={node.shareBp === 'tier' ? null : node.shareBp}
          onChange={(shareBp) => onChange({ ...node, shareBp })}
        />
      )}
      {(kind === 'per' || kind === 'perPiece' || kind === 'fixed') && field('points', 'whole')}
      {kind === 'per' && field('perMinor', 'money')}
      {kind === 'multiply' && field('times', 'times')}
      {kind === 'discountSum' && field('amountMinor', 'money')}
      {kind === 'stamp' && field('need', 'whole')}
      {(kind === 'discountShare' || kind === 'discountSum') && (
        <SegmentedControl
          aria-label={t('rules.effect.on.label')}
          data={(['receipt', 'lines'] as const).map((value) => ({
            value,
            label: t(`rules.effect.on.${value}`),
          }))}
          value={node.on}
          onChange={(on) => onChange({ ...node, on: on === 'lines' ? 'lines' : 'receipt' })}
        />
      )}
      {GIVES_POINTS.includes(kind) && currencies.length > 1 && (
        <Select
          label={t('rules.effect.currency')}
          data={currencies.map(({ currency, name }) => ({ value: currency, label: name }))}
          value={node.currency}
          onChange={(currency) => onChange({ ...node, currency: currency ?? node.currency })}
          allowDeselect={false}
        />
      )}
    </div>
  );
}
