import { Button, Group, Stack } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { programmeRoutes, TIER_KEYS, type TierRow } from '#src/contract/programme.ts';
import { useWriting } from '../../api/api-queries.ts';
import { readAnew } from '../../api/read-anew.ts';
import { BUILDERS } from '../../marketing/builders-stale.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Sheet } from '../../parts/page.tsx';
import { useTierName } from '../../parts/tier-name.ts';
import { editedTiers, type TierEdits, withoutSent } from './tier-edits.ts';
import { TierFields } from './tier-fields.tsx';

/** The table of tiers, saved as a whole: from where each counts, what it earns and what it brings besides. */
export function TierTable({
  tiers,
  version,
  basis,
}: {
  tiers: TierRow[];
  version: string;
  basis: 'spend' | 'points';
}) {
  const { t } = useTranslation();
  const tierName = useTierName();
  const [edits, setEdits] = useState<TierEdits>({});
  const next = editedTiers(tiers, edits);
  const change = useWriting(programmeRoutes.changeTiers, {
    stale: BUILDERS,
    // Refused, too: then it was made from an older table, and what was changed here is laid over the newer one.
    settle: (cache) => readAnew(cache, [programmeRoutes.listTiers]),
  });
  const free = TIER_KEYS.filter((key) => !next.some((each) => each.tierKey === key));
  const rising = next.every((each, i) => i === 0 || each.from > (next[i - 1]?.from ?? 0));
  const untouched = JSON.stringify(next) === JSON.stringify(tiers);
  const set = (tierKey: string, part: TierEdits[string]) =>
    setEdits((now) => ({ ...now, [tierKey]: part && { ...now[tierKey], ...part } }));
  const add = (tierKey: string) => {
    const last = next.at(-1);
    const step = basis === 'spend' ? 10_000_00 : 1_000;
    set(tierKey, {
      from: (last?.from ?? -step) + step,
      earnBp: last?.earnBp ?? 300,
      benefits: { uk: [], ru: [], en: [] },
    });
  };
  const save = () => {
    const rows = next.map(({ members: _counted, ...each }) => ({
      ...each,
      benefits: trimmed(each.benefits),
    }));
    change.mutate(
      { body: { version, tiers: rows } },
      { onSuccess: () => setEdits((now) => withoutSent(now, edits)) },
    );
  };
  return (
    <Sheet title={t('tiers.title')}>
      <Stack gap="lg">
        {next.map((tier, i) => (
          <TierFields
            key={tier.tierKey}
            tier={tier}
            basis={basis}
            lowest={i === 0}
            tooLow={i > 0 && tier.from <= (next[i - 1]?.from ?? 0)}
            onChange={(part) => set(tier.tierKey, part)}
            onRemove={() => set(tier.tierKey, null)}
          />
        ))}
        <FailureNote failure={change.error} />
        <Group>
          <Button disabled={untouched || !rising} loading={change.isPending} onClick={save}>
            {t('tiers.save')}
          </Button>
          {free.map((key) => (
            <Button
              key={key}
              variant="subtle"
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() => add(key)}
            >
              {tierName(key)}
            </Button>
          ))}
          {change.isSuccess && untouched && (
            <Group gap={6} role="status">
              <IconCheck size={18} aria-hidden />
              {t('common.saved')}
            </Group>
          )}
        </Group>
      </Stack>
    </Sheet>
  );
}

/** Lines that are typed one below another; empty ones are none. */
function trimmed(benefits: TierRow['benefits']): TierRow['benefits'] {
  const clean = (lines: string[]) => lines.map((each) => each.trim()).filter((each) => each !== '');
  return { uk: clean(benefits.uk), ru: clean(benefits.ru), en: clean(benefits.en) };
}
