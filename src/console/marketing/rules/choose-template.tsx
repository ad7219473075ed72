import { Text } from '@mantine/core';
import {
  IconAdjustments,
  IconBasket,
  IconCake,
  IconCategory,
  IconClockHour4,
  IconDiscount,
  IconGift,
  IconReceipt,
  IconTicket,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../parts/page.tsx';
import css from './choose-template.module.css';
import { useRuleWords } from './rule-words.ts';

const ICONS: Record<string, typeof IconGift> = {
  everyPurchase: IconReceipt,
  categoryPoints: IconCategory,
  happyHours: IconClockHour4,
  birthdayWeek: IconCake,
  firstPurchase: IconGift,
  threshold: IconBasket,
  discount: IconDiscount,
  stampCard: IconTicket,
};

/** How a new rule begins: one of the common ones with a few fields, or from scratch. */
export function ChooseTemplate() {
  const { t } = useTranslation();
  const { builder } = useRuleWords();
  return (
    <Page title={t('rules.new')}>
      <Text c="dimmed">{t('rules.choose.text')}</Text>
      <ul className={css.cards} aria-label={t('rules.choose.label')}>
        {builder.templates.map(({ key }) => (
          <li key={key}>
            <Card
              to={`/rules/new?template=${key}`}
              Icon={ICONS[key] ?? IconReceipt}
              title={t(`rules.template.${key}.title`, { defaultValue: key })}
              text={t(`rules.template.${key}.text`, { defaultValue: '' })}
            />
          </li>
        ))}
        <li>
          <Card
            to="/rules/new?template=none"
            Icon={IconAdjustments}
            title={t('rules.choose.scratch')}
            text={t('rules.choose.scratchText')}
            quiet
          />
        </li>
      </ul>
    </Page>
  );
}

function Card({
  to,
  Icon,
  title,
  text,
  quiet = false,
}: {
  to: string;
  Icon: typeof IconGift;
  title: string;
  text: string;
  quiet?: boolean;
}) {
  return (
    <Link className={css.card} to={to} data-quiet={quiet || undefined}>
      <Icon size={26} stroke={1.6} aria-hidden />
      <b>{title}</b>
      <span>{text}</span>
    </Link>
  );
}
