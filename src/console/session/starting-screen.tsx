import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** While the first answer is on its way. */
export function StartingScreen() {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh">
      <Loader aria-label={t('common.loading')} />
    </Center>
  );
}
