import { Badge, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type Partner, partnerRoutes } from '#src/contract/partners.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Page, Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
import { CapBar } from './cap-bar.tsx';
import { MonthPart } from './month-part.tsx';
import { PartnerForm } from './partner-form.tsx';
import { useCurrencies } from './use-currencies.ts';

/** Companies that give and take points beside the shop. */
export function PartnersScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useQuery(reading(partnerRoutes.listPartners, {}));
  const [making, setMaking] = useState(false);
  const open = ({ partnerId }: Partner) => void navigate(`/partners/${partnerId}`);
  const make = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('partners.new')}
    </Button>
  );
  const none = list.data?.partners.length === 0;
  return (
    <Page title={t('nav.partners')} actions={!none && make}>
      <Sheet>
        <Answer of={list}>
          {({ partners }) =>
            partners.length === 0 ? (
              <EmptyState title={t('partners.empty.title')} text={t('partners.empty.text')}>
                {make}
              </EmptyState>
            ) : (
              <PartnerList partners={partners} onOpen={open} />
            )
          }
        </Answer>
      </Sheet>
      {list.data && !none && <MonthPart />}
      {making && <PartnerForm partner={null} onSaved={open} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function PartnerList({ partners, onOpen }: { partners: Partner[]; onOpen: (partner: Partner) => void }) {
  const { t } = useTranslation();
  const currencies = useCurrencies();
  const does = ({ terms }: Partner, may: 'mayIssue' | 'mayRedeem') =>
    terms
      .filter((each) => each[may])
      .map(({ currency }) => currencies.name(currency))
      .join(', ') || '–';
  return (
    <Records
      label={t('nav.partners')}
      records={partners}
      keyOf={({ partnerId }) => partnerId}
      onOpen={onOpen}
      columns={[
        { name: t('partners.name'), cell: ({ name }) => name },
        { name: t('partners.issues'), cell: (partner) => does(partner, 'mayIssue') },
        { name: t('partners.redeems'), cell: (partner) => does(partner, 'mayRedeem') },
        {
          name: t('partners.today'),
          cell: ({ terms }) => {
            const issuing = terms.filter((each) => each.mayIssue);
            return issuing.length === 0
              ? '–'
              : issuing.map((each) => <CapBar key={each.currency} terms={each} />);
          },
        },
        {
          name: t('partners.status'),
          cell: ({ status }) => (
            <Badge color={status === 'active' ? 'green' : 'red'} variant="light">
              {t(`partners.is.${status}`)}
            </Badge>
          ),
        },
      ]}
    />
  );
}
