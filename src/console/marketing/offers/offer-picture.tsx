import { Button, FileButton, Group, Image, Text } from '@mantine/core';
import { IconPhotoUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { picturePath, pictureRoutes } from '#src/contract/pictures.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';

/** The picture of an offer: uploaded at once, and named by what it shows. */
export function OfferPicture({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (pictureId: string | null) => void;
}) {
  const { t } = useTranslation();
  const upload = useWriting(pictureRoutes.uploadPicture);
  const choose = async (file: File | null) => {
    if (!file) return;
    const base64 = toBase64(new Uint8Array(await file.arrayBuffer()));
    upload.mutate({ body: { base64 } }, { onSuccess: ({ pictureId }) => onChange(pictureId) });
  };
  return (
    <div>
      <Group gap="md" align="center">
        {value && <Image src={picturePath(value)} alt={t('offers.form.picture')} w={150} radius="md" />}
        <FileButton onChange={(file) => void choose(file)} accept="image/png,image/jpeg">
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={upload.isPending}
              leftSection={<IconPhotoUp size={18} aria-hidden />}
            >
              {t(value ? 'offers.form.otherPicture' : 'offers.form.choosePicture')}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={18} aria-hidden />}
            onClick={() => onChange(null)}
          >
            {t('offers.form.noPicture')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mt={6}>
        {t('offers.form.pictureHint')}
      </Text>
      <FailureNote failure={upload.error} />
    </div>
  );
}

/** In pieces, for a whole picture is more than a call can take. */
function toBase64(bytes: Uint8Array): string {
  const PIECE = 0x8000;
  let binary = '';
  for (let from = 0; from < bytes.length; from += PIECE)
    binary += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  return btoa(binary);
}
