// Goods that come back: the receipt's number, what of it, what that comes to, and only then booked.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundReceipt, ReturnShown } from '#src/contract/till-returns.ts';
import { useConnected } from '../api/connection.ts';
import { AmberScreen } from './amber-screen.tsx';
import type { ChosenTill } from './chosen-till.ts';
import { FindReceipt } from './find-receipt.tsx';
import panelCss from './panel.module.css';
import { Panel } from './panel.tsx';
import { ReturnChoice } from './return-choice.tsx';
import { ReturnDone } from './return-done.tsx';

export function ReturnPanel({
  chosen,
  number = '',
  onBack,
}: {
  chosen: ChosenTill;
  /** Of the receipt, where it is known already. */
  number?: string;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const [receipt, setReceipt] = useState<FoundReceipt | null>(null);
  const [done, setDone] = useState<ReturnShown | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const connected = useConnected();
  return (
    <Panel title={t('till.back.title')} onBack={receipt ? () => setReceipt(null) : onBack}>
      {!connected && (
        <p className={panelCss.sheet} role="status">
          {t('till.back.offline')}
        </p>
      )}
      {receipt ? (
        <ReturnChoice
          key={receipt.receiptId}
          chosen={chosen}
          receipt={receipt}
          onDone={setDone}
          onRefused={setRefused}
          onOther={() => setReceipt(null)}
        />
      ) : (
        // Not left out while the network is away: what has been typed stays.
        <div className={panelCss.column} hidden={!connected}>
          <FindReceipt chosen={chosen} number={number} onFound={setReceipt} />
        </div>
      )}
      {done && <ReturnDone shown={done} onDone={onBack} />}
      {refused !== null && (
        <AmberScreen
          words={refused}
          main={{ label: t('till.refused.back'), onClick: () => setRefused(null) }}
          second={{ label: t('till.do.back'), onClick: onBack }}
        />
      )}
    </Panel>
  );
}
