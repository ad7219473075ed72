import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, QuestId, WinId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { holdMemberNow } from '../../members/hold-member-now.ts';
import type { Prize } from '../../prizes/prize.ts';
import { type TakenBack, takePrizeBack } from '../../prizes/take-prize-back.ts';
import { Refusal } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { winKey } from './give-wins.ts';
import { returnBudget } from './spend-budget.ts';

export interface WithdrawWin {
  questId: QuestId;
  winId: WinId;
  /** For whoever looks at it later. */
  reason: string;
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * Takes a prize from somebody who should not have it; somebody else can win it. `nothing`: it was not given yet. Again is harmless.
 * Throws Refusal `win_not_found`.
 */
export async function withdrawWin(
  tx: Tx,
  { questId, winId, reason, actor, at }: WithdrawWin,
): Promise<TakenBack | 'nothing'> {
  const [seen] = await tx.execute<{ member_id: MemberId | null }>(sql`
    select p.member_id from quest_win w join quest_player p using (player_id)
    where w.win_id = ${winId} and w.quest_id = ${questId}`);
  if (!seen) throw new Refusal('win_not_found');
  const memberId = seen.member_id && (await holdMemberNow(tx, seen.member_id));
  const [win] = await tx.execute<Won>(sql`
    update quest_win w set status = 'withdrawn', withdrawn_by = ${actor}, note = ${reason}, waits_for = null
    from quest_prize z, quest q
    where w.win_id = ${winId} and w.status <> 'withdrawn'
      and z.quest_id = w.quest_id and z.prize_no = w.prize_no and q.quest_id = w.quest_id
    returning w.given_as, w.prize_no, z.prize, q.terms->'titles' as titles`);
  if (!win) return 'nothing';
  await recordAudit(tx, { actor, action: 'quest.withdraw_win', subject: winId, detail: { questId }, at });
  const back =
    memberId && win.given_as
      ? await takePrizeBack(tx, {
          memberId,
          prize: win.prize,
          key: winKey(winId),
          reason: { kind: 'quest', id: questId, titles: win.titles },
          givenAs: win.given_as,
          by: actor,
          at,
        })
      : 'nothing';
  if (back === 'taken' && win.prize.kind === 'points')
    await returnBudget(tx, questId, BigInt(win.prize.points));
  // What was used or handed over is gone: nobody else can have it.
  if (back !== 'used')
    await tx.execute(sql`
      update quest_prize set given = given - 1 where quest_id = ${questId} and prize_no = ${win.prize_no} and given > 0`);
  return back;
}

interface Won extends Record<string, unknown> {
  given_as: string | null;
  prize_no: number;
  prize: Prize;
  titles: Texts;
}
