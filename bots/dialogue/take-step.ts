import type { DialogueEvent } from './event.ts';
import { actionOfLabel } from './keys.ts';
import type { SceneEvent, Step, View } from './scene.ts';
import { SCENES } from './scenes.ts';
import type { State } from './state.ts';

/** Labels of keys become the actions they stand for. */
export function recognise(event: DialogueEvent): SceneEvent {
  const action = event.kind === 'text' ? actionOfLabel(event.text) : null;
  return action ? { kind: 'action', action } : event;
}

/** What the first scene that takes an event says to it. */
export function takeStep(state: State, event: SceneEvent, view: View): Step {
  for (const scene of SCENES) {
    const step = scene(state, event, view);
    if (step) return step;
  }
  throw new Error(`No scene takes ${event.kind} in ${state.scene}.`);
}
