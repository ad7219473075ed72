import { Button, Menu } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition } from '#src/contract/rule-language.ts';
import { segmentRoutes } from '#src/contract/segments.ts';
import { useMe } from '../../session/session-query.ts';
import { telling } from '../rules/told-in-language.ts';

const KINDS = [
  ['soon', 'segments.soon.title'],
  ['lifeCycle', 'segments.cycle.title'],
  ['rfm', 'segments.rfm.groups'],
] as const;

/** Puts one of the ready conditions among those on the screen. */
export function ReadyPicker({ onPick }: { onPick: (where: Condition) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...telling(useMe(), segmentRoutes.listReady, {}), staleTime: 3_600_000 });
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          w="max-content"
          leftSection={<IconSparkles size={16} aria-hidden />}
        >
          {t('segments.pick')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {KINDS.map(([kind, title]) => (
          <Fragment key={kind}>
            <Menu.Label>{t(title)}</Menu.Label>
            {data?.ready
              .filter((one) => one.kind === kind)
              .map(({ key, where }) => (
                <Menu.Item key={key} onClick={() => onPick(where)}>
                  {t(`segments.ready.${key}`)}
                </Menu.Item>
              ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
