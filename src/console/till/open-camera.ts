// The camera that looks away from the cashier. Asking for it is what makes the browser ask the person.

export type CameraTrouble = 'refused' | 'absent' | 'busy' | 'insecure' | 'broken';

/** The camera cannot be had; `trouble` says why in a word that has a sentence in every language. */
export class CameraFailure extends Error {
  readonly trouble: CameraTrouble;

  constructor(trouble: CameraTrouble, cause?: unknown) {
    super(trouble, { cause });
    this.name = 'CameraFailure';
    this.trouble = trouble;
  }
}

// The names that browsers give to their refusals (Media Capture and Streams, section 10.2).
const TROUBLES: Record<string, CameraTrouble> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** Opens the camera. Throws CameraFailure. The stream is the caller's to stop. */
export async function openCamera(): Promise<MediaStream> {
  // Browsers hide cameras from pages that did not come over https.
  if (!('mediaDevices' in navigator)) throw new CameraFailure('insecure');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (cause) {
    const name = cause instanceof DOMException ? cause.name : '';
    throw new CameraFailure(TROUBLES[name] ?? 'broken', cause);
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Whether the camera has a lamp. */
export function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  const able: object = track?.getCapabilities?.() ?? {};
  return 'torch' in able && able.torch === true;
}

/** Switches the lamp. Browsers type it nowhere yet. */
export async function setTorch(stream: MediaStream, on: boolean): Promise<void> {
  const lamp: MediaTrackConstraintSet & { torch: boolean } = { torch: on };
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [lamp] });
}
