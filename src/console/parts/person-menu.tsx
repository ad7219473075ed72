import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import {
  IconDeviceMobile,
  IconKey,
  IconLayoutSidebar,
  IconLogout,
  IconMoon,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { sessionRoutes } from '#src/contract/session.ts';
import { useWriting } from '../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, shownLanguage, speakOwnLanguage } from '../i18n.ts';
import { ChangePassword } from '../session/change-password.tsx';
import { SecondFactorWindow } from '../session/second-factor-window.tsx';
import { forgetSession, keepSession, SCREENS, useMe } from '../session/session-query.ts';

const SCHEMES = [
  { value: 'light', Icon: IconSun },
  { value: 'dark', Icon: IconMoon },
  { value: 'auto', Icon: IconSunMoon },
] as const;

/** To be found by whoever reads none of the words around it. */
const LANGUAGE_WORDS = 'Мова · Язык · Language';

/** Me: my language, light or dark, my password, my second factor, the way out. */
export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const { pathname } = useLocation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [password, setPassword] = useState(false);
  const [secondFactor, setSecondFactor] = useState(false);
  const changeMe = useWriting(sessionRoutes.changeMe);
  const signOut = useWriting(sessionRoutes.signOut, { settle: forgetSession });
  const speak = (language: Language) => {
    void speakOwnLanguage(language);
    changeMe.mutate({ body: { language } }, { onSuccess: (next) => void keepSession(cache, next) });
  };
  return (
    <>
      <Menu width={240} position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={44} radius="xl">
            <Avatar size={34} radius="xl" color="brand" name={me.name} aria-hidden />
            <VisuallyHidden>{t('me.menu', { name: me.name })}</VisuallyHidden>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text fw={650} c="var(--mantine-color-text)" size="sm">
              {me.name}
            </Text>
            {t(`role.${me.role}`)} · {me.login}
          </Menu.Label>
          {pathname === '/till' && SCREENS[me.role].length > 1 && (
            <Menu.Item component={Link} to="/" leftSection={<IconLayoutSidebar size={18} aria-hidden />}>
              {t('me.office')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Label>{LANGUAGE_WORDS}</Menu.Label>
          <Menu.RadioGroup
            value={shownLanguage()}
            onChange={(next) => speak(LANGUAGES.find((one) => one === next) ?? 'uk')}
          >
            {LANGUAGES.map((language) => (
              <Menu.RadioItem key={language} value={language}>
                {LANGUAGE_NAMES[language]}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t('me.scheme')}</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(next) => setColorScheme(SCHEMES.find(({ value }) => value === next)?.value ?? 'auto')}
          >
            {SCHEMES.map(({ value, Icon }) => (
              <Menu.RadioItem key={value} value={value} rightSection={<Icon size={18} aria-hidden />}>
                {t(`me.${value}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconKey size={18} aria-hidden />} onClick={() => setPassword(true)}>
            {t('me.password')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDeviceMobile size={18} aria-hidden />}
            onClick={() => setSecondFactor(true)}
          >
            {t('secondFactor.title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => signOut.mutate({})}>
            {t('me.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangePassword opened={password} onClose={() => setPassword(false)} />
      <SecondFactorWindow opened={secondFactor} onClose={() => setSecondFactor(false)} />
    </>
  );
}
