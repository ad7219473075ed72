import { Badge, Drawer, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import type { MemberPage } from '#src/contract/member.ts';
import { reading } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { useFormats } from '../parts/formats.ts';
import { useTierName } from '../parts/tier-name.ts';
import { useMe } from '../session/session-query.ts';
import { BurnWait } from './burn-wait.tsx';
import { AboutPart } from './member/about-part.tsx';
import { CouponsPart } from './member/coupons-part.tsx';
import { MessagesPart } from './member/messages-part.tsx';
import { OrdersPart } from './member/orders-part.tsx';
import { Part } from './member/part.tsx';
import { PointsPart } from './member/points-part.tsx';
import css from './members-screen.module.css';

/** One member beside the list: their points, receipts, offers, rewards, cards and chats. */
export function MemberDrawer({ memberId, onClose }: { memberId: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const member = useQuery({
    ...reading(adminRoutes.readMember, { params: { memberId: memberId ?? '' } }),
    enabled: memberId !== null,
  });
  return (
    <Drawer
      opened={memberId !== null}
      onClose={onClose}
      size="lg"
      title={<b>{member.data?.shownName ?? ''}</b>}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {memberId !== null && (
        <Answer of={member}>{(data) => <MemberDetails key={data.memberId} member={data} />}</Answer>
      )}
    </Drawer>
  );
}

function MemberDetails({ member }: { member: MemberPage }) {
  const { t } = useTranslation();
  const tierName = useTierName();
  const { role } = useMe();
  const waits = member.burnAllowedFrom && Date.parse(member.burnAllowedFrom) > Date.now();
  return (
    <Stack gap="md">
      <div className={css.head}>
        {member.status === 'active' ? (
          <>
            <Badge size="lg">{tierName(member.tier.tierKey)}</Badge>
            <Badge size="lg" color={member.cardStatus === 'active' ? 'gray' : 'red'}>
              {t(`members.cardStatus.${member.cardStatus}`)}
            </Badge>
            <Badge size="lg" color="gray">
              {t(member.marketingConsent ? 'members.consent' : 'members.noConsent')}
            </Badge>
          </>
        ) : (
          <Badge size="lg" color="red">
            {t(`members.${member.status}`)}
          </Badge>
        )}
      </div>
      {role === 'admin' && member.burnAllowedFrom && waits && (
        <BurnWait memberId={member.memberId} until={member.burnAllowedFrom} why={member.burnWaitsFor} />
      )}
      <Tabs defaultValue={member.status === 'merged' ? 'about' : 'points'} keepMounted={false}>
        <Tabs.List className={css.tabs}>
          <Tabs.Tab value="points">{t('points.title')}</Tabs.Tab>
          <Tabs.Tab value="receipts">{t('members.receiptsShort')}</Tabs.Tab>
          <Tabs.Tab value="offers">{t('nav.offers')}</Tabs.Tab>
          <Tabs.Tab value="rewards">{t('nav.rewards')}</Tabs.Tab>
          <Tabs.Tab value="messages">{t('members.messagesShort')}</Tabs.Tab>
          <Tabs.Tab value="about">{t('members.about')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="points" pt="md">
          <PointsPart member={member} />
        </Tabs.Panel>
        <Tabs.Panel value="receipts" pt="md">
          <ReceiptsPart member={member} />
        </Tabs.Panel>
        <Tabs.Panel value="offers" pt="md">
          <CouponsPart memberId={member.memberId} isActive={member.status === 'active'} />
        </Tabs.Panel>
        <Tabs.Panel value="rewards" pt="md">
          <OrdersPart memberId={member.memberId} />
        </Tabs.Panel>
        <Tabs.Panel value="messages" pt="md">
          <MessagesPart memberId={member.memberId} />
        </Tabs.Panel>
        <Tabs.Panel value="about" pt="md">
          <AboutPart member={member} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function ReceiptsPart({ member }: { member: MemberPage }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { stores } = useMe();
  const storeName = (storeId: string) => stores.find((store) => store.storeId === storeId)?.name ?? storeId;
  return (
    <Part title={t('members.receipts')} empty={member.receipts.length === 0}>
      {member.receipts.map((receipt) => (
        <li key={receipt.receiptId}>
          <span>
            {t('till.recent.receipt', { number: receipt.receiptNumber })} ·{' '}
            {format.money(receipt.amountMinor)}
            <small>
              {format.moment(receipt.occurredAt)} · {storeName(receipt.storeId)}
              {receipt.state !== 'closed' && ` · ${t(`members.receiptState.${receipt.state}`)}`}
            </small>
          </span>
          <b>
            {receipt.burnt > 0 && <span className={css.minus}>{format.signed(-receipt.burnt)} </span>}
            <span className={css.plus}>{format.signed(receipt.earned)}</span>
          </b>
        </li>
      ))}
    </Part>
  );
}
