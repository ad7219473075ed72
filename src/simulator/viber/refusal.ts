// Viber says no with HTTP 200 and a status. Codes agree across six independent libraries; wordings are ours where
// Viber's are not known.

export const STATUS = {
  invalidUrl: 1,
  invalidAuthToken: 2,
  badData: 3,
  missingData: 4,
  receiverNotRegistered: 5,
  receiverNotSubscribed: 6,
  webhookNotSet: 10,
  tooManyRequests: 12,
  apiVersionNotSupported: 13,
} as const;

export class ViberRefusal extends Error {
  readonly status: number;
  constructor(status: number, statusMessage: string) {
    super(statusMessage);
    this.status = status;
  }
}

export const badData = (what: string): ViberRefusal => new ViberRefusal(STATUS.badData, what);
export const missingData = (field: string): ViberRefusal =>
  new ViberRefusal(STATUS.missingData, `${field} is missing`);
export const notFound = (): ViberRefusal => new ViberRefusal(STATUS.receiverNotRegistered, 'Not found');
export const notSubscribed = (): ViberRefusal =>
  new ViberRefusal(STATUS.receiverNotSubscribed, 'Not subscribed');
export const tooManyRequests = (): ViberRefusal =>
  new ViberRefusal(STATUS.tooManyRequests, 'Too many requests');
