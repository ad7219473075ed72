import { FileInput, Progress, Select, Text } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportKind, type ImportShown, importKind } from '#src/contract/imports.ts';
import { FormWindow } from '../../parts/form-window.tsx';
import { uploadFile } from './upload-file.ts';

/** What is in the file, and the file. */
export function ImportForm({
  onUploaded,
  onClose,
}: {
  onUploaded: (uploaded: ImportShown) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ImportKind>('members');
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (chosen: File) => uploadFile({ kind, file: chosen }, setShare),
    onSuccess: onUploaded,
  });
  return (
    <FormWindow
      title={t('imports.new')}
      submit={t('imports.upload')}
      busy={upload.isPending}
      ready={file !== null}
      failure={upload.error}
      onSubmit={() => file && upload.mutate(file)}
      onClose={onClose}
    >
      <Select
        label={t('imports.kindLabel')}
        description={t(`imports.kindHint.${kind}`)}
        data={importKind.options.map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
        value={kind}
        onChange={(value) => value && setKind(importKind.parse(value))}
        allowDeselect={false}
        disabled={upload.isPending}
        data-autofocus
      />
      <FileInput
        label={t('imports.file')}
        description={t('imports.fileHint')}
        placeholder={t('imports.choose')}
        accept=".csv,.txt,.tsv,text/csv"
        leftSection={<IconFileTypeCsv size={18} aria-hidden />}
        value={file}
        onChange={setFile}
        disabled={upload.isPending}
        clearable
      />
      {upload.isPending && (
        <div>
          <Progress value={share * 100} animated size={10} radius="xl" aria-label={t('imports.uploading')} />
          <Text size="sm" c="dimmed" mt={4}>
            {t('imports.uploading')}
          </Text>
        </div>
      )}
    </FormWindow>
  );
}
