// Segments that everybody has without making them. The names of the RFM groups are those of the field; 3 is best, so
// R3F3M3 came lately, often, and bought much.
import { LIFE_CYCLES } from '../rules/closed-values.ts';
import type { Condition } from '../rules/condition.ts';

export interface ReadySegment {
  key: string;
  kind: 'rfm' | 'lifeCycle' | 'soon';
  where: Condition;
}

/** Which cells each group is made of: together all 27, none twice. */
export const RFM_GROUPS = {
  champions: ['R3F3M3'],
  loyal: ['R3F3M1', 'R3F3M2', 'R3F2M3'],
  potential: ['R3F2M1', 'R3F2M2'],
  newcomers: ['R3F1M1'],
  promising: ['R3F1M2', 'R3F1M3'],
  attention: ['R2F3M1', 'R2F3M2', 'R2F3M3', 'R2F2M3'],
  sleepy: ['R2F2M1', 'R2F2M2', 'R2F1M1', 'R2F1M2', 'R2F1M3'],
  cannotLose: ['R1F3M3'],
  atRisk: ['R1F3M1', 'R1F3M2', 'R1F2M3'],
  hibernating: ['R1F2M1', 'R1F2M2'],
  lostBig: ['R1F1M2', 'R1F1M3'],
  lostSmall: ['R1F1M1'],
} as const satisfies Record<string, readonly string[]>;

const rfm = Object.entries(RFM_GROUPS).map(
  ([key, cells]): ReadySegment => ({
    key,
    kind: 'rfm',
    where: { field: 'member.rfm', is: 'in', value: [...cells] },
  }),
);
const lifeCycle = LIFE_CYCLES.map(
  (key): ReadySegment => ({
    key,
    kind: 'lifeCycle',
    where: { field: 'member.lifeCycle', is: 'in', value: [key] },
  }),
);
const soon: ReadySegment[] = [
  {
    key: 'birthday',
    kind: 'soon',
    where: { field: 'member.birthdayInDays', is: 'atMost', value: 7 },
  },
  {
    key: 'pointsExpire',
    kind: 'soon',
    where: { field: 'member.pointsExpiring', is: 'atLeast', value: 1, period: { days: 14 } },
  },
  {
    key: 'nearReward',
    kind: 'soon',
    where: {
      all: [
        { field: 'member.pointsToReward', is: 'moreThan', value: 0 },
        { field: 'member.pointsToReward', is: 'atMost', value: 50 },
      ],
    },
  },
  {
    key: 'canHaveReward',
    kind: 'soon',
    where: { field: 'member.pointsToReward', is: 'is', value: 0 },
  },
];

export const READY_SEGMENTS: readonly ReadySegment[] = [...rfm, ...lifeCycle, ...soon];
