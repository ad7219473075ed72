import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holdingRoutes } from '#src/contract/member-holdings.ts';
import { offerRoutes } from '#src/contract/offers.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { FormWindow } from '../../parts/form-window.tsx';

/** Hands a personal offer to one member. Sent twice, it is given once. */
export function GiveOfferWindow({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [key] = useState(() => crypto.randomUUID());
  const [offerId, setOfferId] = useState<string | null>(null);
  const list = useQuery(reading(offerRoutes.listOffers, {}));
  const give = useWriting(offerRoutes.issueToMembers, { stale: [holdingRoutes.listCoupons] });
  const offers = list.data?.offers.filter((each) => each.status === 'live' && each.reach === 'personal');
  const why = give.data?.refused[0]?.why;
  const send = () =>
    offerId &&
    give.mutate(
      { params: { offerId }, body: { members: [memberId], key } },
      { onSuccess: ({ refused }) => refused.length === 0 && onClose() },
    );
  return (
    <FormWindow
      title={t('holdings.coupons.give')}
      submit={t('holdings.coupons.giveIt')}
      busy={give.isPending}
      ready={offerId !== null}
      failure={give.error ?? list.error}
      onSubmit={send}
      onClose={onClose}
    >
      {offers?.length === 0 ? (
        <Text>{t('holdings.coupons.noOffers')}</Text>
      ) : (
        <Select
          label={t('holdings.coupons.which')}
          description={t('holdings.coupons.whichHint')}
          data={(offers ?? []).map((each) => ({ value: each.offerId, label: each.name }))}
          value={offerId}
          onChange={setOfferId}
          searchable
          error={why}
          data-autofocus
        />
      )}
    </FormWindow>
  );
}
