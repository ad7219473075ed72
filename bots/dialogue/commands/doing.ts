// What every command has at hand while it is carried out.

import type { Member } from '#src/core/members/read-member.ts';
import { requireProof } from '#src/core/members/require-proof.ts';
import type { SmsMessage } from '#src/core/members/sms-gateway.ts';
import type { WalletsOpen } from '#src/core/passes/pass-link.ts';
import type { HeldPlays } from '#src/core/quests/held-plays.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { KnownRulesReader } from '#src/core/rules/known-rules.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { Tx } from '#src/db/client.ts';
import type { EventEnvelope } from '../event.ts';
import type { View } from '../scene.ts';

export interface DialogueDeps {
  known: () => Promise<KnownProgramme>;
  rules: KnownRulesReader;
  secretKey: string;
  /** Where the world reaches us, without a slash at the end. */
  publicUrl: string;
  /** The page of the card, where messengers can open it. */
  cardPage: string | null;
  /** The page of the games of quests, the same. */
  gamePage: string | null;
  /** The address that opens the private chat with a payload, whoever presses it. */
  chatAddress: (payload: string) => string;
  /** Wallets that the card can be taken into. */
  wallets: WalletsOpen;
}

export interface Doing {
  tx: Tx;
  view: View;
  event: EventEnvelope;
  deps: DialogueDeps;
  /** What whoever speaks in this transaction plays, as far as it is known and locked. */
  held: HeldPlays;
  /** To be handed to the gateway once everything has committed. */
  sms: SmsMessage[];
}

/** The member who speaks. Throws Refusal `member_not_found` when whoever speaks is none. */
export function speaker({ view }: Doing): Member {
  if (!view.member) throw new Refusal('member_not_found');
  return view.member;
}

/** The member who speaks from a chat that is not in doubt. Throws Refusal `waits_for_proof`, `member_not_found`. */
export async function provenSpeaker(doing: Doing): Promise<Member> {
  const member = speaker(doing);
  const { identityId } = doing.view.identity;
  await requireProof(doing.tx, { identityId, member, at: doing.event.at });
  return member;
}
