// What the till does beside the screen: a short sound and a buzz, so that the cashier need not look.
import { useEffect, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { remembered } from '../remembered.ts';
import type { TillState } from './till-flow.ts';

const chosen = remembered('kartka.sound', z.boolean());
const listeners = new Set<() => void>();
let on = chosen.read() ?? true;
let context: AudioContext | undefined;

/** Whether the till sounds, on this device. */
export function useSound(): { on: boolean; turn: (next: boolean) => void } {
  const now = useSyncExternalStore(listen, () => on);
  return { on: now, turn };
}

/** Sounds and buzzes when the till changes to a step that the cashier waits for. */
export function useSignals({ step }: TillState): void {
  useEffect(() => {
    if (step === 'sale' || step === 'offline') signal([{ hertz: 1180, forMs: 70 }], 20);
    if (step === 'accepted' || step === 'kept')
      signal(
        [
          { hertz: 880, forMs: 90 },
          { hertz: 1320, forMs: 150 },
        ],
        60,
      );
    if (step === 'refused')
      signal(
        [
          { hertz: 300, forMs: 160 },
          { hertz: 230, forMs: 260 },
        ],
        [60, 60, 120],
      );
  }, [step]);
}

function turn(next: boolean): void {
  on = next;
  chosen.write(next);
  for (const tell of listeners) tell();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function signal(tones: { hertz: number; forMs: number }[], buzz: VibratePattern): void {
  if (!on) return;
  navigator.vibrate?.(buzz);
  context ??= new AudioContext();
  let from = context.currentTime;
  for (const { hertz, forMs } of tones) {
    const sound = context.createOscillator();
    const volume = context.createGain();
    sound.frequency.value = hertz;
    volume.gain.setValueAtTime(0.12, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + forMs / 1000);
    sound.connect(volume).connect(context.destination);
    sound.start(from);
    from += forMs / 1000;
    sound.stop(from);
  }
}
