import { Badge, Drawer, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import type { MemberPage } from '#src/contract/member.ts';
import { reading } from '../api/api-queries.ts';
import { LANGUAGE_NAMES } from '../i18n.ts';
import { Answer } from '../parts/answer.tsx';
import { Figure, Figures } from '../parts/figure.tsx';
import { useFormats } from '../parts/formats.ts';
import { useTierName } from '../parts/tier-name.ts';
import { useMe } from '../session/session-query.ts';
import { BurnWait } from './burn-wait.tsx';
import css from './members-screen.module.css';

/** One member beside the list: card, balance, chats, latest points and receipts. */
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
      {memberId !== null && <Answer of={member}>{(data) => <MemberDetails member={data} />}</Answer>}
    </Drawer>
  );
}

function MemberDetails({ member }: { member: MemberPage }) {
  const { t } = useTranslation();
  const format = useFormats();
  const tierName = useTierName();
  const { stores } = useMe();
  const storeName = (storeId: string) => stores.find((store) => store.storeId === storeId)?.name ?? storeId;
  return (
    <Stack gap="lg">
      <div>
        <div className={css.head}>
          <Badge size="lg">{tierName(member.tier.tierKey)}</Badge>
          <Badge size="lg" color={member.cardStatus === 'active' ? 'gray' : 'red'}>
            {t(`members.cardStatus.${member.cardStatus}`)}
          </Badge>
          <Badge size="lg" color="gray">
            {t(member.marketingConsent ? 'members.consent' : 'members.noConsent')}
          </Badge>
        </div>
        <Figures>
          <Figure label={t('members.balance')} value={format.number(member.balance)} tone="good" />
          <Figure label={t('members.spendable')} value={format.number(member.spendable)} />
          <Figure label={t('members.turnover')} value={format.wholeMoney(member.turnoverMinor)} />
        </Figures>
      </div>
      {member.burnAllowedFrom && Date.parse(member.burnAllowedFrom) > Date.now() && (
        <BurnWait memberId={member.memberId} until={member.burnAllowedFrom} />
      )}
      <Part title={t('members.about')}>
        <Line name={t('members.phone')} value={member.maskedPhone ?? t('common.none')} />
        <Line name={t('members.card')} value={member.maskedCardNumber ?? t('common.none')} />
        <Line name={t('common.language')} value={LANGUAGE_NAMES[member.language]} />
        <Line name={t('members.since')} value={format.day(member.registeredAt)} />
        {member.messengers.map(({ messenger, reachable, lastSeenAt }) => (
          <Line
            key={messenger}
            name={messenger === 'telegram' ? 'Telegram' : 'Viber'}
            value={`${t(reachable ? 'members.reachable' : 'members.unreachable')} · ${format.moment(lastSeenAt)}`}
          />
        ))}
      </Part>
      <Part title={t('members.receipts')} empty={member.receipts.length === 0}>
        {member.receipts.map((receipt) => (
          <li key={receipt.receiptId}>
            <span>
              {t('till.recent.receipt', { number: receipt.receiptNumber })} ·{' '}
              {format.money(receipt.amountMinor)}
              <small>
                {format.moment(receipt.occurredAt)} · {storeName(receipt.storeId)}
              </small>
            </span>
            <b>
              {receipt.burnt > 0 && <span className={css.minus}>{format.signed(-receipt.burnt)} </span>}
              <span className={css.plus}>{format.signed(receipt.earned)}</span>
            </b>
          </li>
        ))}
      </Part>
      <Part title={t('members.transfers')} empty={member.transfers.length === 0}>
        {member.transfers.map((transfer) => (
          <li key={transfer.transferId}>
            <span>
              {t(`members.kind.${transfer.kind}`, { defaultValue: transfer.kind })}
              <small>
                {format.moment(transfer.occurredAt)}
                {transfer.balanceAfter !== null &&
                  ` · ${t('members.after', { balance: format.number(transfer.balanceAfter) })}`}
              </small>
            </span>
            <b className={transfer.amount < 0 ? css.minus : css.plus}>{format.signed(transfer.amount)}</b>
          </li>
        ))}
      </Part>
    </Stack>
  );
}

function Part({ title, children, empty = false }: { title: string; children: ReactNode; empty?: boolean }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      {empty ? t('members.nothing') : <ul className={css.list}>{children}</ul>}
    </section>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <li>
      <span>{name}</span>
      <b>{value}</b>
    </li>
  );
}
