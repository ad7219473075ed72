import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Currency, programmeRoutes } from '#src/contract/programme.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { BUILDERS } from '../../marketing/builders-stale.ts';
import { Answer } from '../../parts/answer.tsx';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Sheet } from '../../parts/page.tsx';
import { useTermsWords } from './currency-terms-words.ts';
import { CurrencyWindow } from './currency-window.tsx';
import css from './settings.module.css';

/** The kinds of points: when each becomes active, how long it lives, where it stops. */
export function CurrenciesPart() {
  const { t } = useTranslation();
  const list = useQuery(reading(programmeRoutes.listCurrencies, {}));
  const [editing, setEditing] = useState<Currency | 'new' | null>(null);
  return (
    <Stack>
      <Answer of={list}>
        {({ currencies }) => (
          <>
            {currencies.map((each) => (
              <CurrencySheet key={each.currency} currency={each} onChange={() => setEditing(each)} />
            ))}
          </>
        )}
      </Answer>
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setEditing('new')}
        >
          {t('currencies.new')}
        </Button>
      </Group>
      {editing && (
        <CurrencyWindow
          key={editing === 'new' ? '' : editing.currency}
          currency={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Stack>
  );
}

function CurrencySheet({ currency, onChange }: { currency: Currency; onChange: () => void }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const terms = useTermsWords();
  const stale = [programmeRoutes.listCurrencies, ...BUILDERS];
  const close = useWriting(programmeRoutes.closeCurrency, { stale });
  const open = useWriting(programmeRoutes.openCurrency, { stale });
  const closed = currency.closedAt !== null;
  const act = closed ? open : close;
  return (
    <Sheet
      title={
        <Group gap="xs" component="span">
          {words.name(currency)}
          <Badge color="gray">{t(`currencies.kind.${currency.kind}`)}</Badge>
          {closed && <Badge color="red">{t('currencies.closed')}</Badge>}
        </Group>
      }
      actions={
        <Group gap="xs">
          {!closed && (
            <Button size="xs" variant="default" onClick={onChange}>
              {t('common.change')}
            </Button>
          )}
          {currency.kind !== 'points' && (
            <Button
              size="xs"
              variant="default"
              loading={act.isPending}
              onClick={() => act.mutate({ params: { currency: currency.currency } })}
            >
              {t(closed ? 'currencies.open' : 'currencies.close')}
            </Button>
          )}
        </Group>
      }
    >
      <ul className={css.terms}>
        {terms(currency).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {closed && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('currencies.closedText')}
        </Text>
      )}
      <FailureNote failure={act.error} />
    </Sheet>
  );
}
