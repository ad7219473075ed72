import { Button, FileButton, Input, Loader, Text, UnstyledButton } from '@mantine/core';
import { IconPhoto, IconTrash } from '@tabler/icons-react';
import { type DragEvent, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { picturePath, pictureRoutes } from '#src/contract/pictures.ts';
import { useWriting } from '../api/api-queries.ts';
import { askBeforeClosing } from './ask-before-closing.ts';
import { FailureNote } from './failure-note.tsx';
import { useFailureWords } from './failure-words.ts';
import css from './picture-field.module.css';
import { shrinkPicture, toBase64 } from './shrink-picture.ts';
import { useTell } from './tell.ts';

/** A picture that members will see: chosen, dropped or taken with the camera, made small enough, and shown at once. */
export function PictureField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  /** Called with a picture some time after it was chosen, perhaps when this field is folded away already. */
  onChange: (pictureId: string | null) => void;
}) {
  const { t } = useTranslation();
  const upload = useWriting(pictureRoutes.uploadPicture);
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState(false);
  const [reading, setReading] = useState(false);
  const busy = reading || upload.isPending;
  // The form around it has gone on while the picture was on its way.
  const give = useEffectEvent(onChange);
  const tell = useTell();
  const words = useFailureWords();
  const { pathname, search } = useLocation();
  const place = useRef<HTMLDivElement>(null);
  /** Whether whoever chose it can still read here what has become of it. */
  const isSeen = () => place.current?.checkVisibility() ?? false;
  const tellElsewhere = useEffectEvent((why: string) =>
    tell({
      text: t('picture.failed', { field: label, why }),
      about: `${pathname}${search}`,
      // What had no address yet may have one by now.
      open: pathname.endsWith('/new') ? undefined : `${pathname}${search}`,
    }),
  );

  const take = async (file: File | null | undefined) => {
    if (!file || busy) return;
    setUnreadable(false);
    upload.reset();
    setReading(true);
    const letClose = askBeforeClosing();
    try {
      const small = await shrinkPicture(file).finally(() => setReading(false));
      if (!small) return isSeen() ? setUnreadable(true) : tellElsewhere(t('picture.unreadable'));
      const body = { base64: await toBase64(small) };
      // Unlike a callback of mutate, this goes on when the field is gone. A failure is shown below, or else told.
      const stored = await upload.mutateAsync({ body }).catch((failure: Error) => {
        if (isSeen()) return null;
        upload.reset();
        tellElsewhere(words(failure));
        return null;
      });
      if (stored) give(stored.pictureId);
    } finally {
      letClose();
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <Input.Wrapper ref={place} label={label} labelElement="div">
      <FileButton accept="image/png,image/jpeg,image/webp,image/heic" onChange={(file) => void take(file)}>
        {(props) => (
          <UnstyledButton
            {...props}
            className={css.place}
            data-over={over || undefined}
            aria-label={`${label}: ${t(value ? 'picture.other' : 'picture.drop')}`}
            aria-busy={busy}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            {busy ? (
              <Loader aria-label={t('common.loading')} />
            ) : (
              <>
                {value && <img src={picturePath(value)} alt={t('picture.chosen')} />}
                <span className={css.hint}>
                  <IconPhoto size={18} aria-hidden />
                  {t(value ? 'picture.other' : 'picture.drop')}
                </span>
              </>
            )}
          </UnstyledButton>
        )}
      </FileButton>
      {value && (
        <Button
          mt={6}
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => onChange(null)}
        >
          {t('picture.remove')}
        </Button>
      )}
      {unreadable && (
        <Text role="alert" size="sm" c="orange">
          {t('picture.unreadable')}
        </Text>
      )}
      <FailureNote failure={upload.error} />
    </Input.Wrapper>
  );
}
