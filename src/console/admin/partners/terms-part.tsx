import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Partner, PartnerTerms } from '#src/contract/partners.ts';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
import { CapBar } from './cap-bar.tsx';
import { TermsWindow } from './terms-window.tsx';
import { useCurrencies } from './use-currencies.ts';

/** What the partner may do with which points, at which price, and how much of today is used. */
export function TermsPart({ partner }: { partner: Partner }) {
  const { t } = useTranslation();
  const format = useFormats();
  const currencies = useCurrencies();
  const [editing, setEditing] = useState<PartnerTerms | 'new' | null>(null);
  const { terms } = partner;
  const rights = ({ mayIssue, mayRedeem, isOwner }: PartnerTerms) =>
    [
      isOwner && t('partners.terms.own'),
      mayIssue && t('partners.terms.issues'),
      mayRedeem && t('partners.terms.redeems'),
      !mayIssue && !mayRedeem && t('partners.terms.nothing'),
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <Sheet
      title={t('partners.terms.title')}
      actions={
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setEditing('new')}
        >
          {t('partners.terms.add')}
        </Button>
      }
    >
      {terms.length === 0 ? (
        <Text c="dimmed">{t('partners.terms.none')}</Text>
      ) : (
        <Records
          label={t('partners.terms.title')}
          records={terms}
          keyOf={({ currency }) => currency}
          actions={(each) => (
            <Button
              size="xs"
              variant="default"
              onClick={() => setEditing(each)}
              aria-label={t('partners.terms.changeOf', { name: currencies.name(each.currency) })}
            >
              {t('common.change')}
            </Button>
          )}
          columns={[
            { name: t('partners.month.currency'), cell: ({ currency }) => currencies.name(currency) },
            { name: t('partners.terms.may'), cell: rights },
            {
              name: t('partners.terms.issuePrice'),
              figures: true,
              cell: ({ issueMinor }) => format.money(issueMinor),
            },
            {
              name: t('partners.terms.redeemPrice'),
              figures: true,
              cell: ({ redeemMinor }) => format.money(redeemMinor),
            },
            { name: t('partners.today'), cell: (each) => (each.mayIssue ? <CapBar terms={each} /> : '–') },
          ]}
        />
      )}
      {editing && (
        <TermsWindow
          partner={partner}
          terms={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Sheet>
  );
}
