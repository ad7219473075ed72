import { Button, Group, Stack } from '@mantine/core';
import { IconArrowsJoin } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberPage } from '#src/contract/member.ts';
import { officeRoutes } from '#src/contract/office.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES } from '../../i18n.ts';
import { inWords } from '../../marketing/quests/editing.ts';
import { useFormats } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';
import { ConsentsPart } from './consents-part.tsx';
import { DevicesPart } from './devices-part.tsx';
import { ExternalIdsPart } from './external-ids-part.tsx';
import { MergeWindow } from './merge-window.tsx';
import { MergesPart } from './merges-part.tsx';
import { Line, Part } from './part.tsx';

/** Who the member is, where to reach them, and with whom they turned out to be one person. */
export function AboutPart({ member }: { member: MemberPage }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { role } = useMe();
  const { memberId } = member;
  const points = useQuery(reading(pointsRoutes.readPoints, { params: { memberId } }));
  const [merging, setMerging] = useState(false);
  return (
    <Stack gap="lg">
      <Part title={t('members.about')}>
        <Line name={t('members.phone')} value={<Phone member={member} />} />
        <Line name={t('members.card')} value={member.maskedCardNumber ?? t('common.none')} />
        <Line name={t('common.language')} value={LANGUAGE_NAMES[member.language]} />
        <Line name={t('members.since')} value={format.day(member.registeredAt)} />
        <Line name={t('members.turnover')} value={format.wholeMoney(member.turnoverMinor)} />
      </Part>
      <OffersWished member={member} />
      <BadgesWorn member={member} />
      <DevicesPart memberId={memberId} />
      <ConsentsPart memberId={memberId} />
      {role === 'admin' && <ExternalIdsPart memberId={memberId} isActive={member.status === 'active'} />}
      {points.data && <MergesPart merges={points.data.merges} />}
      {role === 'admin' && member.status === 'active' && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconArrowsJoin size={18} aria-hidden />}
            onClick={() => setMerging(true)}
          >
            {t('merge.open')}
          </Button>
        </Group>
      )}
      {merging && <MergeWindow member={member} onClose={() => setMerging(false)} />}
    </Stack>
  );
}

/** How often, when and about what offers may come to them. */
function OffersWished({ member: { marketingConsent, contact } }: { member: MemberPage }) {
  const { t } = useTranslation();
  const { perWeek, topics, hoursFrom, hoursTo, recent } = contact;
  const usual = t('contacts.member.usual');
  const hours = hoursFrom === null ? usual : `${hoursFrom}–${hoursTo}`;
  return (
    <Part title={t('contacts.member.title')} empty={!marketingConsent} nothing={t('members.noConsent')}>
      <Line name={t('contacts.member.recent')} value={recent} />
      <Line name={t('contacts.perWeek')} value={perWeek ?? usual} />
      <Line name={t('contacts.member.hours')} value={hours} />
      <Line
        name={t('contacts.member.topics')}
        value={topics?.join(', ') ?? t('contacts.member.everything')}
      />
    </Part>
  );
}

/** Won in quests and challenges. */
function BadgesWorn({ member: { badges } }: { member: MemberPage }) {
  const { t } = useTranslation();
  const { language } = useMe();
  const format = useFormats();
  return (
    <Part title={t('holdings.badges.title')} empty={badges.length === 0} nothing={t('holdings.badges.none')}>
      {badges.map(({ sign, titles, givenAt }) => (
        <Line
          key={`${sign} ${givenAt}`}
          name={`${sign} ${inWords(titles, language)}`}
          value={format.day(givenAt)}
        />
      ))}
    </Part>
  );
}

/** Masked; an admin may see the whole of it, which is noted. */
function Phone({ member: { memberId, maskedPhone } }: { member: MemberPage }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const show = useWriting(officeRoutes.showPhone);
  if (maskedPhone === null) return t('common.none');
  if (show.data) return show.data.phone ?? t('common.none');
  if (role !== 'admin') return maskedPhone;
  return (
    <Group gap={6} wrap="nowrap">
      {maskedPhone}
      <Button
        size="compact-xs"
        variant="subtle"
        loading={show.isPending}
        onClick={() => show.mutate({ params: { memberId } })}
      >
        {t('members.showPhone')}
      </Button>
    </Group>
  );
}
