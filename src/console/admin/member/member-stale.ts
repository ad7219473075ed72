import { adjustmentRoutes } from '#src/contract/adjustments.ts';
import { adminRoutes } from '#src/contract/admin.ts';
import { holdingRoutes } from '#src/contract/member-holdings.ts';
import { officeRoutes } from '#src/contract/office.ts';
import { pointsRoutes } from '#src/contract/points.ts';

/** All that is read of members, which a merge and its undoing make stale: whatever one has may be the other's now. */
export const MEMBERS_STALE = {
  stale: [
    adminRoutes.readMember,
    adjustmentRoutes.listAdjustments,
    officeRoutes.listConsents,
    officeRoutes.listExternalIds,
    officeRoutes.listMessages,
    holdingRoutes.listCoupons,
    holdingRoutes.listDevices,
    holdingRoutes.listOrders,
    pointsRoutes.listTransfers,
    pointsRoutes.previewMerge,
    pointsRoutes.readPoints,
  ],
};
