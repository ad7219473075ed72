import { useTranslation } from 'react-i18next';
import type { Language } from '../../i18n.ts';
import { Sheet } from '../../parts/page.tsx';
import { CampaignTextField } from './campaign-text-field.tsx';
import { TestSend } from './test-send.tsx';
import type { Section } from './use-campaign-draft.ts';

/** What they read, and a test on the author's own phone. */
export function MessageSection({
  campaignId,
  draft,
  save,
  onChange,
  language,
  onLanguage,
}: Section & { language: Language; onLanguage: (language: Language) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Sheet title={t('plan.section.message')}>
        <CampaignTextField
          texts={draft.texts}
          language={language}
          onLanguage={onLanguage}
          onChange={(texts) => onChange({ texts })}
        />
      </Sheet>
      {campaignId && <TestSend campaignId={campaignId} language={language} save={save} />}
    </>
  );
}
