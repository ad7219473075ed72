// Whether somebody is in a channel. The bot has to be in it itself, for only then does Telegram tell.
import { type Api, GrammyError } from 'grammy';
import { readFailure } from './read-failure.ts';

const NOT_THERE = /user not found|participant_id_invalid|user_not_participant/i;

export async function inChannel(
  api: Api,
  { externalId, channel }: { externalId: string; channel: string },
): Promise<'yes' | 'no' | 'unknown' | 'notNow'> {
  try {
    const member = await api.getChatMember(channel, Number(externalId));
    if (member.status === 'restricted') return member.is_member ? 'yes' : 'no';
    return member.status === 'left' || member.status === 'kicked' ? 'no' : 'yes';
  } catch (error) {
    const { outcome } = readFailure(error);
    if (outcome === 'retry' || outcome === 'unknown') return 'notNow';
    return error instanceof GrammyError && NOT_THERE.test(error.description) ? 'no' : 'unknown';
  }
}
