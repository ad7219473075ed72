import { Anchor, Button, Code, CopyButton, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CatalogueEntry, WEBHOOK_CATALOGUE } from '#src/contract/webhook-events.ts';
import { BackButton } from '../../parts/back-button.tsx';
import { Page, Sheet } from '../../parts/page.tsx';
import { fieldsOf } from './event-fields.ts';
import { useEventWords } from './event-words.ts';
import css from './events-screen.module.css';

/** Everything that other systems can be told of: what it is, when it comes, its fields, and an example. */
export function EventsScreen() {
  const { t } = useTranslation();
  const wordsOf = useEventWords();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = WEBHOOK_CATALOGUE.filter(({ type }) => {
    const { name, when } = wordsOf(type);
    return `${type} ${name} ${when}`.toLocaleLowerCase().includes(wanted);
  });
  return (
    <Page
      title={t('webhooks.events.title')}
      actions={<BackButton to="/webhooks">{t('nav.webhooks')}</BackButton>}
    >
      <Sheet>
        <Stack gap="sm">
          <Text>{t('webhooks.events.how')}</Text>
          <Text c="dimmed">
            {t('webhooks.events.signed')}{' '}
            <Anchor href="/api/reference" target="_blank" rel="noreferrer" underline="always">
              {t('webhooks.catalogue')}
            </Anchor>
          </Text>
          <TextInput
            aria-label={t('webhooks.events.search')}
            placeholder={t('webhooks.events.search')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            maw={420}
          />
        </Stack>
      </Sheet>
      <Sheet>
        {shown.length === 0 ? (
          <Text c="dimmed">{t('webhooks.events.none')}</Text>
        ) : (
          shown.map((entry) => <EventEntry key={entry.type} entry={entry} />)
        )}
      </Sheet>
    </Page>
  );
}

function EventEntry({ entry }: { entry: CatalogueEntry }) {
  const { t } = useTranslation();
  const { name, when } = useEventWords()(entry.type);
  const example = JSON.stringify(entry.example, null, 2);
  return (
    <details className={css.entry}>
      <summary>
        <span>
          <b>{name}</b> <Code>{entry.type}</Code>
          <small>{when}</small>
        </span>
      </summary>
      <div className={css.inside}>
        <EventFields entry={entry} />
        <div>
          <div className={css.exampleHead}>
            <b>{t('webhooks.events.example')}</b>
            <CopyButton value={example}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {t(copied ? 'common.copied' : 'common.copy')}
                </Button>
              )}
            </CopyButton>
          </div>
          {/* Scrolls by itself, so the keyboard has to reach it. */}
          <Code block tabIndex={0}>
            {example}
          </Code>
        </div>
      </div>
    </details>
  );
}

function EventFields({ entry }: { entry: CatalogueEntry }) {
  const { t } = useTranslation();
  return (
    <table className={css.fields}>
      <thead>
        <tr>
          <th scope="col">{t('webhooks.events.field')}</th>
          <th scope="col">{t('webhooks.events.kind')}</th>
        </tr>
      </thead>
      <tbody>
        {fieldsOf(entry).map(({ name, kind, choices, nullable }) => (
          <tr key={name}>
            <td>
              <Code>{`data.${name}`}</Code>
            </td>
            <td>
              {choices.length > 0 ? choices.join(' | ') : t(`webhooks.events.kinds.${kind}`)}
              {nullable && ` ${t('webhooks.events.orNull')}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
