// Who plays, and how far they are: the rows as they are read.
import type { questAttempt, questPlayer, questProgress } from '#src/db/schema/quests.ts';

export type Player = typeof questPlayer.$inferSelect;
export type Progress = typeof questProgress.$inferSelect;
export type Attempt = typeof questAttempt.$inferSelect;
/** Where a player stands with a task that was seen. */
export type ProgressState = Progress['state'];
/** By the task's number; who is not in it has not been seen. */
export type States = ReadonlyMap<number, ProgressState>;
