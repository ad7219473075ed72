import { ActionIcon, Badge } from '@mantine/core';
import { IconShieldCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TillMember } from '#src/contract/till.ts';
import { useFormats } from '../parts/formats.ts';
import { useTierName } from '../parts/tier-name.ts';
import saleCss from './sale.module.css';
import { SpendableLine } from './spendable-line.tsx';

/** Whose card it is: name, balance, tier and what was shown as a proof. */
export function MemberCard({
  member,
  changed,
  onLeave,
}: {
  member: TillMember;
  changed: boolean;
  onLeave: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const tierName = useTierName();
  return (
    <section className={saleCss.member} aria-label={t('till.member.label')}>
      {changed && (
        <p className={saleCss.changed} role="status">
          {t('till.member.changed')}
        </p>
      )}
      <div className={saleCss.memberTop}>
        <h1 className={saleCss.name}>{member.shownName}</h1>
        <ActionIcon
          variant="subtle"
          size={44}
          onClick={onLeave}
          aria-label={t('till.member.leave')}
          className={saleCss.leave}
        >
          <IconX aria-hidden />
        </ActionIcon>
      </div>
      <p className={saleCss.balance}>
        <b>{format.number(member.balance)}</b> {t('points.word', { count: member.balance })}
      </p>
      <SpendableLine member={member} />
      <div className={saleCss.badges}>
        <Badge size="lg" className={saleCss.badge}>
          {tierName(member.tier.tierKey)} · {format.share(member.tier.earnBp)}
        </Badge>
        {member.proof === 'live' && (
          <Badge size="lg" className={saleCss.badge} leftSection={<IconShieldCheck size={16} aria-hidden />}>
            {t('till.member.live')}
          </Badge>
        )}
      </div>
    </section>
  );
}
