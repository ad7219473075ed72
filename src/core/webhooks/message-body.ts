/** The bytes of a message: they are signed and sent as they are, at every try. */
export function messageBody(type: string, at: Date, data: object): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}
