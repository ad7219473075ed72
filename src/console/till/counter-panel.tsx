// A sheet for the counter: scan it, and the bot opens knowing this store. Printed from here.
import { Button, SegmentedControl } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tillPeopleRoutes } from '#src/contract/till-people.ts';
import { reading } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { Mark } from '../parts/mark.tsx';
import { useMe } from '../session/session-query.ts';
import type { ChosenTill } from './chosen-till.ts';
import css from './counter.module.css';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';
import tillCss from './till.module.css';

const NAMES = { telegram: 'Telegram', viber: 'Viber' } as const;
const SIZES = ['A5', 'A4'] as const;

export function CounterPanel({ chosen: { storeId }, onBack }: { chosen: ChosenTill; onBack: () => void }) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const [size, setSize] = useState<(typeof SIZES)[number]>('A5');
  const counter = useQuery(reading(tillPeopleRoutes.readCounter, { query: { storeId } }));
  return (
    <Panel title={t('till.more.counter')} onBack={onBack}>
      <p className={`${tillCss.quiet} ${css.screenOnly}`}>{t('till.counter.text')}</p>
      <Answer of={counter}>
        {({ store, ways }) =>
          ways.length === 0 ? (
            <p>{t('till.counter.none')}</p>
          ) : (
            <>
              <div className={panelCss.buttons}>
                <SegmentedControl
                  size="md"
                  aria-label={t('till.counter.size')}
                  data={[...SIZES]}
                  value={size}
                  onChange={(next) => setSize(SIZES.find((one) => one === next) ?? 'A5')}
                />
                <Button size="lg" leftSection={<IconPrinter aria-hidden />} onClick={() => window.print()}>
                  {t('till.shift.print')}
                </Button>
              </div>
              <style>{`@page { size: ${size}; margin: 0; }`}</style>
              <article className={css.paper} data-size={size}>
                <header>
                  <Mark size={44} />
                  <strong>{shop.name}</strong>
                </header>
                <h2>{t('till.counter.title')}</h2>
                <p>{t('till.counter.lead')}</p>
                <div className={css.ways}>
                  {ways.map(({ messenger, qr }) => (
                    <figure key={messenger}>
                      <svg viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={NAMES[messenger]}>
                        <rect width={qr.size} height={qr.size} fill="#fff" />
                        <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
                      </svg>
                      <figcaption>{NAMES[messenger]}</figcaption>
                    </figure>
                  ))}
                </div>
                <footer>
                  {store.name} · {store.city}, {store.address}
                </footer>
              </article>
            </>
          )
        }
      </Answer>
    </Panel>
  );
}
