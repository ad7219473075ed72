import { ActionIcon, Button, CopyButton, Group, Menu, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconDots, IconQrcode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SourceLink, sourceLinkRoutes } from '#src/contract/source-links.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { type Column, Records } from '../../parts/records.tsx';

const STALE = { stale: [sourceLinkRoutes.listLinks] };

/** Links with a name, and how many came by each. */
export function LinksScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(sourceLinkRoutes.listLinks, {}));
  return (
    <Page title={t('nav.links')}>
      <Sheet title={t('links.new')}>
        <NewLink />
      </Sheet>
      <Sheet>
        <Answer of={list}>
          {({ links }) =>
            links.length === 0 ? (
              <EmptyState title={t('links.empty.title')} text={t('links.empty.text')} />
            ) : (
              <LinkList links={links} />
            )
          }
        </Answer>
      </Sheet>
    </Page>
  );
}

function NewLink() {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const create = useWriting(sourceLinkRoutes.createLink, STALE);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate({ body: { name } }, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('links.hint')}
      </Text>
      <Group align="end" gap="sm">
        <TextInput
          label={t('links.name')}
          placeholder={t('links.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          flex={1}
          miw={200}
        />
        <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
          {t('links.create')}
        </Button>
      </Group>
      <FailureNote failure={create.error} />
    </form>
  );
}

function LinkList({ links }: { links: SourceLink[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const archive = useWriting(sourceLinkRoutes.archiveLink, STALE);
  const counted = (name: 'opened' | 'registered' | 'bought'): Column<SourceLink> => ({
    name: t(`links.${name}`),
    figures: true,
    cell: (link) => format.number(link[name]),
  });
  const columns: Column<SourceLink>[] = [
    {
      name: t('links.name'),
      cell: ({ name, archivedAt }) => (archivedAt ? `${name} · ${t('links.away')}` : name),
    },
    { name: t('links.made'), cell: ({ createdAt }) => format.moment(createdAt) },
    counted('opened'),
    counted('registered'),
    counted('bought'),
  ];
  return (
    <>
      <Records
        label={t('nav.links')}
        columns={columns}
        records={links}
        keyOf={({ code }) => code}
        actions={(link) => (
          <Group gap={4} wrap="nowrap" justify="end">
            <CopyButton value={link.url}>
              {({ copied, copy }) => (
                <ActionIcon
                  variant="subtle"
                  aria-label={t(copied ? 'common.copied' : 'links.copy', { name: link.name })}
                  onClick={copy}
                >
                  {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
                </ActionIcon>
              )}
            </CopyButton>
            <ActionIcon
              component="a"
              variant="subtle"
              href={`${new URL(link.url).pathname}/qr.png`}
              download={`${link.name}.png`}
              aria-label={t('links.qr', { name: link.name })}
            >
              <IconQrcode size={18} aria-hidden />
            </ActionIcon>
            <More
              link={link}
              onArchive={(archived) => archive.mutate({ params: { code: link.code }, body: { archived } })}
            />
          </Group>
        )}
      />
      <FailureNote failure={archive.error} />
    </>
  );
}

function More({ link, onArchive }: { link: SourceLink; onArchive: (archived: boolean) => void }) {
  const { t } = useTranslation();
  const copy = (text: string) => void navigator.clipboard.writeText(text);
  const { telegram, viber } = link;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('links.more', { name: link.name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {telegram && <Menu.Item onClick={() => copy(telegram)}>{t('links.telegram')}</Menu.Item>}
        {viber && <Menu.Item onClick={() => copy(viber)}>{t('links.viber')}</Menu.Item>}
        <Menu.Item onClick={() => onArchive(link.archivedAt === null)}>
          {t(link.archivedAt === null ? 'links.putAway' : 'links.takeBack')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
