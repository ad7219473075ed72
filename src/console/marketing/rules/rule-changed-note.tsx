import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { useFormats } from '../../parts/formats.ts';

/** Somebody else has changed the rule under one's hands: what it says now, and which of the two shall stand. */
export function RuleChangedNote({
  rule,
  isSaved,
  onLoad,
  onKeepMine,
}: {
  /** As it is now. */
  rule: RuleTold;
  /** Whether nothing on the screen would be lost. */
  isSaved: boolean;
  onLoad: () => void;
  /** Undefined while what is on the screen cannot be saved. */
  onKeepMine: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const who = rule.audit[0]?.actor ?? '';
  return (
    <Alert role="alert" color="orange" variant="light" icon={<IconUsers aria-hidden />} p="sm">
      <Text>
        {t(isSaved ? 'rules.changed.saved' : 'rules.changed.text', {
          who,
          moment: format.moment(rule.changedAt),
        })}
      </Text>
      <Text size="sm" mt={4}>
        {t('rules.changed.theirs', { sentence: rule.draftSentence ?? rule.sentence })}
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={onLoad}>
          {t('rules.changed.load')}
        </Button>
        {!isSaved && (
          <Button size="xs" variant="default" disabled={!onKeepMine} onClick={onKeepMine}>
            {t('rules.changed.mine')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
