// A pressed button of a campaign's message: it is counted, and then does what it stands for (see converse.ts).
import type { Scene } from '../scene.ts';
import { words } from '../words.ts';

const PRESS = /^campaign\.press:(cmp_[0-9a-z]{20})\.(\d{1,2})$/;

export const campaigns: Scene = (_state, event, view) => {
  if (event.kind === 'action') {
    const [, campaignId, place] = PRESS.exec(event.action) ?? [];
    if (!campaignId || !view.member) return null;
    return { commands: [{ do: 'pressCampaign', campaignId, place: Number(place) }] };
  }
  // Somebody else's message, forwarded or typed.
  if (event.kind === 'did' && event.did === 'pressCampaign')
    return { say: [{ text: words(view.language, 'unknown') }] };
  return null;
};
