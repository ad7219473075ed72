import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PartnerTerms } from '#src/contract/partners.ts';
import { useFormats } from '../../parts/formats.ts';

/** From four fifths on somebody should look. */
const NEAR = 80;

/** What was given today of what may be. */
export function CapBar({ terms: { issuedToday, dayCap } }: { terms: PartnerTerms }) {
  const { t } = useTranslation();
  const format = useFormats();
  const share = Math.min(100, (issuedToday / dayCap) * 100);
  const text = t('partners.usedToday', {
    issued: format.number(issuedToday),
    cap: format.number(dayCap),
  });
  return (
    <div>
      <Progress
        value={share}
        color={share >= 100 ? 'red' : share >= NEAR ? 'orange' : undefined}
        size={8}
        radius="xl"
        miw={120}
        aria-label={text}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {text}
      </Text>
    </div>
  );
}
