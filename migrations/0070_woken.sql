-- Until when those who came to the chat have been looked for, so that what waits for them may go.
alter table campaign add column woken_to timestamptz;
