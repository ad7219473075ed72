// Somebody in a group of the staff has pressed a button under a photo. Of several presses the first one is kept; a worker
// decides by it a moment later.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { IdentityId } from '#src/lib/id.ts';
import type { ReviewPress } from './compose-review.ts';

/** `postId`: the delivery that carried the photo: from a button, so perhaps forged. */
export interface PressReview extends ReviewPress {
  /** The group in which it was pressed. */
  identityId: IdentityId;
  /** Telegram's id of whoever pressed, and the first name there. */
  by: string;
  name: string;
  at: Date;
}

/** `nothing`: the group is not connected, or no photo is shown by this message of it. */
export type Pressed = 'taken' | 'already' | 'nothing';

const NAME_LONGEST = 64;

export async function pressReview(
  tx: Tx,
  { identityId, postId, verdict, reason, by, name, at }: PressReview,
): Promise<Pressed> {
  const [post] = await tx.execute<{ open: boolean }>(sql`
    select p.pressed is null and p.shows = 'waiting' as open
    from quest_review_post p join staff_chat c using (identity_id)
    where p.delivery_id = ${postId} and p.identity_id = ${identityId} and c.disconnected_at is null
    for no key update of p`);
  if (!post) return 'nothing';
  if (!post.open) return 'already';
  const shown = name.replaceAll('\0', '').slice(0, NAME_LONGEST).toWellFormed();
  await tx.execute(sql`
    update quest_review_post set pressed = ${verdict}, pressed_reason = ${reason}, pressed_by = ${`telegram:${by}`}, pressed_name = ${shown},
      pressed_at = ${at}::timestamptz
    where delivery_id = ${postId}`);
  return 'taken';
}
