// How the columns that nearly every table has are read: moments as Date, points and amounts as bigint, so that neither loses
// its last digits on the way.
import { bigint, timestamp } from 'drizzle-orm/pg-core';

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const whole = (name: string) => bigint(name, { mode: 'bigint' });
