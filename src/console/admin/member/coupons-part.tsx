import { Badge, Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COUPON_REASONS, holdingRoutes, type MemberCoupon } from '#src/contract/member-holdings.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { ReasonWindow } from '../../parts/reason-window.tsx';
import css from '../members-screen.module.css';
import { GiveOfferWindow } from './give-offer-window.tsx';
import { Part } from './part.tsx';

const COLOURS: Record<MemberCoupon['status'], string> = {
  issued: 'yellow',
  taken: 'brand',
  used: 'gray',
  expired: 'orange',
  withdrawn: 'gray',
};

/** Offers that a member has taken or been given. Staff give one again, give one back to the shop, or hand out another. */
export function CouponsPart({ memberId, isActive }: { memberId: string; isActive: boolean }) {
  const { t } = useTranslation();
  const list = useQuery(reading(holdingRoutes.listCoupons, { params: { memberId } }));
  const [helping, setHelping] = useState<MemberCoupon | null>(null);
  const [giving, setGiving] = useState(false);
  return (
    <>
      <Answer of={list}>
        {({ coupons }) => (
          <Part
            title={t('holdings.coupons.title')}
            actions={
              isActive && (
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconTicket size={16} aria-hidden />}
                  onClick={() => setGiving(true)}
                >
                  {t('holdings.coupons.give')}
                </Button>
              )
            }
            empty={coupons.length === 0}
            nothing={t('holdings.coupons.none')}
          >
            {coupons.map((coupon) => (
              <CouponLine
                key={coupon.couponId}
                coupon={coupon}
                onHelp={isActive ? () => setHelping(coupon) : null}
              />
            ))}
          </Part>
        )}
      </Answer>
      {helping && <HelpWindow memberId={memberId} coupon={helping} onClose={() => setHelping(null)} />}
      {giving && <GiveOfferWindow memberId={memberId} onClose={() => setGiving(false)} />}
    </>
  );
}

function isOpen({ status }: MemberCoupon): boolean {
  return status === 'issued' || status === 'taken';
}

function CouponLine({ coupon, onHelp }: { coupon: MemberCoupon; onHelp: (() => void) | null }) {
  const { t } = useTranslation();
  const { moment, day, money } = useFormats();
  const { status, title, offerName, codeEnd, issuedAt, issuedBy, usedAt, endedAt, expiresAt } = coupon;
  const told = [
    offerName !== title && offerName,
    t('holdings.coupons.code', { end: codeEnd }),
    issuedBy
      ? t('holdings.coupons.givenBy', { name: issuedBy, moment: moment(issuedAt) })
      : t('holdings.coupons.takenAt', { moment: moment(issuedAt) }),
    status === 'used' && usedAt && t('holdings.coupons.usedAt', { moment: moment(usedAt) }),
    status === 'used' &&
      coupon.savedMinor > 0 &&
      t('holdings.coupons.saved', { sum: money(coupon.savedMinor) }),
    status === 'used' && coupon.earned > 0 && t('holdings.coupons.earned', { count: coupon.earned }),
    isOpen(coupon) &&
      coupon.returnedAt &&
      t('holdings.coupons.returnedAt', { moment: moment(coupon.returnedAt) }),
    isOpen(coupon) &&
      expiresAt &&
      t('offers.until', { day: day(new Date(Date.parse(expiresAt) - 1).toISOString()) }),
    (status === 'withdrawn' || status === 'expired') && endedAt && moment(endedAt),
  ];
  return (
    <li className={css.holding}>
      <div>
        <span>
          {title}
          <small>{told.filter(Boolean).join(' · ')}</small>
        </span>
        <Badge color={COLOURS[status]} style={{ flexShrink: 0 }}>
          {t(`holdings.coupons.status.${status}`)}
        </Badge>
      </div>
      {onHelp && (isOpen(coupon) || coupon.canComeAgain) && (
        <Button size="compact-sm" variant="default" onClick={onHelp}>
          {t(isOpen(coupon) ? 'holdings.coupons.withdraw' : 'holdings.coupons.again')}
        </Button>
      )}
    </li>
  );
}

function HelpWindow({
  memberId,
  coupon,
  onClose,
}: {
  memberId: string;
  coupon: MemberCoupon;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const word = isOpen(coupon) ? 'withdraw' : 'again';
  const help = useWriting(word === 'again' ? holdingRoutes.giveCouponAgain : holdingRoutes.withdrawCoupon, {
    stale: [holdingRoutes.listCoupons],
  });
  const params = { memberId, couponId: coupon.couponId };
  return (
    <ReasonWindow
      title={t(`holdings.coupons.${word}Title`, { title: coupon.title })}
      submit={t(`holdings.coupons.${word}`)}
      why={t('rewards.orders.why')}
      hint={t(`holdings.coupons.${word}Hint`)}
      reasons={COUPON_REASONS.map((each) => [each, t(`holdings.coupons.reason.${each}`)])}
      busy={help.isPending}
      failure={help.error}
      onSubmit={(reason) => help.mutate({ params, body: { reason } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
