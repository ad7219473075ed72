import { Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignPlan } from '#src/contract/campaign-shape.ts';
import { smsLength } from '#src/contract/sms-length.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';

/** The contract's limit: ten parts in Cyrillic. */
const LONGEST = 670;

/** The words of the SMS with what whoever carries it counts. */
export function SmsField({
  texts,
  onChange,
}: {
  texts: CampaignPlan['smsTexts'];
  onChange: (texts: CampaignPlan['smsTexts']) => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      {LANGUAGES.map((language) => {
        const text = texts?.[language] ?? '';
        const { length, room, parts } = smsLength(text);
        return (
          <Textarea
            key={language}
            label={t('plan.sms.text', { language: LANGUAGE_NAMES[language] })}
            description={
              parts === 0 ? t('plan.sms.hint') : t('plan.sms.length', { length, room, count: parts })
            }
            value={text}
            onChange={(event) => onChange({ ...texts, [language]: event.currentTarget.value })}
            maxLength={LONGEST}
            autosize
            minRows={2}
          />
        );
      })}
    </Stack>
  );
}
