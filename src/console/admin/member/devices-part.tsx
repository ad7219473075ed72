import { Badge, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { holdingRoutes, type MemberDevices } from '#src/contract/member-holdings.ts';
import { reading } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES } from '../../i18n.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Part } from './part.tsx';

const MESSENGERS = { telegram: 'Telegram', viber: 'Viber' } as const;
const WALLETS = { apple: 'Apple Wallet', google: 'Google Wallet' } as const;

/** Where a member has their card: in which chats, on which cards, in which wallets. */
export function DevicesPart({ memberId }: { memberId: string }) {
  const { t } = useTranslation();
  const list = useQuery(reading(holdingRoutes.listDevices, { params: { memberId } }));
  return (
    <Answer of={list}>
      {({ messengers, cards, passes }) => (
        <Stack gap="lg">
          <Part
            title={t('holdings.devices.chats')}
            empty={messengers.length === 0}
            nothing={t('holdings.devices.noChats')}
          >
            {messengers.map((each) => (
              <Chat key={each.messenger} chat={each} />
            ))}
          </Part>
          <Part
            title={t('holdings.devices.cards')}
            empty={cards.length === 0}
            nothing={t('holdings.devices.noCards')}
          >
            {cards.map((each) => (
              <Card key={`${each.maskedNumber} ${each.issuedAt}`} card={each} />
            ))}
          </Part>
          <Part
            title={t('holdings.devices.wallets')}
            empty={passes.length === 0}
            nothing={t('holdings.devices.noPasses')}
          >
            {passes.map((each) => (
              <Pass key={`${each.maskedNumber} ${each.addedAt}`} pass={each} />
            ))}
          </Part>
        </Stack>
      )}
    </Answer>
  );
}

function Chat({ chat }: { chat: MemberDevices['messengers'][number] }) {
  const { t } = useTranslation();
  const { moment, day } = useFormats();
  const told = [
    chat.linkedAt && t('holdings.devices.linked', { day: day(chat.linkedAt) }),
    t('holdings.devices.seen', { moment: moment(chat.lastSeenAt) }),
    LANGUAGE_NAMES[chat.language],
  ];
  return (
    <li>
      <span>
        {MESSENGERS[chat.messenger]}
        <small>{told.filter(Boolean).join(' · ')}</small>
      </span>
      <Badge color={chat.reachable ? 'brand' : 'orange'} style={{ flexShrink: 0 }}>
        {t(chat.reachable ? 'members.reachable' : 'members.unreachable')}
      </Badge>
    </li>
  );
}

function Card({ card }: { card: MemberDevices['cards'][number] }) {
  const { t } = useTranslation();
  const { day } = useFormats();
  return (
    <li>
      <span>
        {card.maskedNumber}
        <small>
          {t(`holdings.devices.kind.${card.kind}`)} ·{' '}
          {t('holdings.devices.since', { day: day(card.issuedAt) })}
        </small>
      </span>
      <Badge color={card.status === 'active' ? 'brand' : 'red'} style={{ flexShrink: 0 }}>
        {t(`members.cardStatus.${card.status}`)}
      </Badge>
    </li>
  );
}

function Pass({ pass }: { pass: MemberDevices['passes'][number] }) {
  const { t } = useTranslation();
  const { moment } = useFormats();
  const { wallets, maskedNumber, applePhones, addedAt, changedAt, isStale } = pass;
  const told = [
    maskedNumber,
    applePhones > 0 && t('holdings.devices.phones', { count: applePhones }),
    t('holdings.devices.added', { moment: moment(addedAt) }),
    t('holdings.devices.changed', { moment: moment(changedAt) }),
  ];
  return (
    <li>
      <span>
        {wallets.map((each) => WALLETS[each]).join(', ') || t('holdings.devices.takenOnly')}
        <small>{told.filter(Boolean).join(' · ')}</small>
      </span>
      {isStale && (
        <Badge color="yellow" style={{ flexShrink: 0 }}>
          {t('holdings.devices.stale')}
        </Badge>
      )}
    </li>
  );
}
