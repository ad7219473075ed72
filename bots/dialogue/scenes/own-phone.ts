// A member proves a phone: one that was only claimed at registration, or a new number.
import { looksLikePhone } from '#src/core/members/phone-number.ts';
import type { Scene } from '../scene.ts';
import { label, words } from '../words.ts';

export const ownPhone: Scene = (state, event, view) => {
  const { language, member } = view;
  if (event.kind === 'action' && event.action === 'phone.confirm') {
    if (member?.phone) return { commands: [{ do: 'sendCode', phone: member.phone }] };
    return { state: { scene: 'ownPhone' }, say: [{ text: words(language, 'phone.askOwn') }] };
  }
  if (event.kind === 'contact') {
    if (event.own === 'foreign') {
      // Where none was asked for, there is no key to point at.
      if (state.scene !== 'ownPhone') return null;
      const button = label(language, 'keys.sharePhone');
      return { say: [{ text: words(language, 'phone.foreign', { button }) }] };
    }
    // A contact that proves nothing is taken for one's own only where one was asked for.
    if (event.own === 'proven' || state.scene === 'ownPhone')
      return { commands: [{ do: 'claimPhone', phone: event.phone, proven: event.own === 'proven' }] };
    return { commands: [{ do: 'readCard' }] };
  }
  if (state.scene !== 'ownPhone') return null;
  if (event.kind === 'text' && looksLikePhone(event.text))
    return { commands: [{ do: 'sendCode', phone: event.text }] };
  if (event.kind === 'other' && event.what === 'phone_not_shared')
    return { say: [{ text: words(language, 'phone.desktop') }] };
  if (event.kind === 'action' && event.action === 'cancel')
    return { state: { scene: 'menu' }, commands: [{ do: 'readSettings' }] };
  return null;
};
