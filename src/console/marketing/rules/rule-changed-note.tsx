import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleTold } from '#src/contract/rule-shapes.ts';
import { ChangedNote } from '../../parts/changed-note.tsx';
import { useFormats } from '../../parts/formats.ts';

/** Somebody else has changed the rule under one's hands. */
export function RuleChangedNote({
  rule,
  ...rest
}: {
  /** As it is now. */
  rule: RuleTold;
} & Omit<ComponentProps<typeof ChangedNote>, 'text' | 'theirs'>) {
  const { t } = useTranslation();
  const format = useFormats();
  const values = { who: rule.audit[0]?.actor ?? '', moment: format.moment(rule.changedAt) };
  return (
    <ChangedNote
      text={t(rest.isSaved ? 'rules.changed.saved' : 'rules.changed.text', values)}
      theirs={t('rules.changed.theirs', { sentence: rule.draftSentence ?? rule.sentence })}
      {...rest}
    />
  );
}
