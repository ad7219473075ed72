// The card itself and the page that shows it: where Telegram vouches for who opens it, the address is the same for
// everybody; in Viber it is a link of this chat's own.
import { signCardLink } from '#src/core/cards/card-link.ts';
import { readCard } from '#src/core/cards/read-card.ts';
import { walletLinks } from '#src/core/passes/pass-link.ts';
import { opennessOf } from '#src/core/quests/limits.ts';
import { listQuestsFor } from '#src/core/quests/list-quests-for.ts';
import type { Quest } from '#src/core/quests/read-quest.ts';
import type { Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

export async function showCard(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const card = await readCard(doing.tx, memberId);
  const { publicUrl, secretKey, wallets: open } = doing.deps;
  const wallets = walletLinks(memberId, open, { publicUrl, secretKey, at: doing.event.at });
  const quest = await questOn(doing);
  return { kind: 'did', did: 'readCard', card, page: pageOf(doing), wallets, quest };
}

/** The quest that the member plays, or may join; the one that is over first. */
async function questOn(doing: Doing): Promise<Quest | null> {
  const { tx, event, view } = doing;
  const { memberId } = speaker(doing);
  const { identityId } = view.identity;
  const all = await listQuestsFor(tx, { identityId, memberId, at: event.at });
  const open = all.filter(({ quest }) => opennessOf(quest, event.at, view.programme.timeZone) === 'open');
  return (open.find(({ player }) => player !== null) ?? open[0])?.quest ?? null;
}

/** The address of the page for this chat; null where messengers cannot open it. */
function pageOf(doing: Doing): string | null {
  const { deps, view, event } = doing;
  const { cardPage, secretKey } = deps;
  if (!cardPage) return null;
  const { identityId, messenger } = view.identity;
  if (messenger === 'telegram') return `${cardPage}?lang=${view.language}`;
  const { memberId } = speaker(doing);
  return `${cardPage}#v=${signCardLink({ identityId, memberId }, { secretKey, at: event.at })}`;
}
