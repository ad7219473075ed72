// The camera's picture with a frame to hold the card into. It looks several times a second and tells every code once.
import { ActionIcon, Alert, Loader } from '@mantine/core';
import { IconBulb, IconBulbOff, IconCameraOff, IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './camera.module.css';
import {
  CameraFailure,
  type CameraTrouble,
  closeCamera,
  hasTorch,
  openCamera,
  setTorch,
} from './open-camera.ts';

const LOOK_EVERY_MS = 90;
/** A card stays in front of the camera for a while after it was read. */
const SAME_CODE_AFTER_MS = 4000;

interface Open {
  stream: MediaStream;
  torch: boolean;
}

export function Camera({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [trouble, setTrouble] = useState<CameraTrouble | null>(null);
  const [lit, setLit] = useState(false);
  const found = useEffectEvent(onCode);

  useEffect(() => {
    const ending = new AbortController();
    const place = video.current;
    if (!place) return;
    const tell = oncePerWhile((code) => found(code));
    watch(place, { until: ending.signal, onOpen: setOpen, onCode: tell }).catch((failure: unknown) => {
      if (!ending.signal.aborted) setTrouble(failure instanceof CameraFailure ? failure.trouble : 'broken');
    });
    return () => ending.abort();
  }, []);

  if (trouble) {
    return (
      <Alert
        role="alert"
        color="orange"
        icon={<IconCameraOff aria-hidden />}
        title={t(`camera.${trouble}.title`)}
        withCloseButton
        closeButtonLabel={t('common.close')}
        onClose={onClose}
      >
        {t(`camera.${trouble}.text`)}
      </Alert>
    );
  }
  return (
    <div className={css.camera}>
      <video ref={video} className={css.picture} muted playsInline aria-label={t('camera.label')} />
      <div className={css.frame} aria-hidden />
      {!open && <Loader className={css.loader} color="white" aria-label={t('common.loading')} />}
      <p className={css.hint}>{t('camera.hint')}</p>
      <ActionIcon
        className={css.close}
        variant="filled"
        color="dark"
        size="xl"
        radius="xl"
        onClick={onClose}
        aria-label={t('camera.close')}
      >
        <IconX aria-hidden />
      </ActionIcon>
      {open?.torch && (
        <ActionIcon
          className={css.torch}
          variant="filled"
          color={lit ? 'yellow' : 'dark'}
          size="xl"
          radius="xl"
          aria-pressed={lit}
          aria-label={t('camera.torch')}
          onClick={() => {
            setLit(!lit);
            setTorch(open.stream, !lit).catch(() => setLit(false));
          }}
        >
          {lit ? <IconBulb aria-hidden /> : <IconBulbOff aria-hidden />}
        </ActionIcon>
      )}
    </div>
  );
}

/** Opens the camera into `place` and looks for codes until the signal says to stop; then the camera is closed. */
async function watch(
  place: HTMLVideoElement,
  told: { until: AbortSignal; onOpen: (open: Open) => void; onCode: (code: string) => void },
): Promise<void> {
  const [stream, { readCode }] = await Promise.all([openCamera(), import('./read-codes.ts')]);
  try {
    if (told.until.aborted) return;
    place.srcObject = stream;
    await place.play();
    told.onOpen({ stream, torch: hasTorch(stream) });
    while (!told.until.aborted) {
      const code = place.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await readCode(place) : null;
      if (code !== null && !told.until.aborted) told.onCode(code);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    closeCamera(stream);
  }
}

function oncePerWhile(tell: (code: string) => void): (code: string) => void {
  let last = { code: '', at: Number.NEGATIVE_INFINITY };
  return (code) => {
    const at = performance.now();
    const again = code === last.code && at - last.at < SAME_CODE_AFTER_MS;
    last = { code, at };
    if (!again) tell(code);
  };
}
