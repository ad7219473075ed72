// How a rule names what happens in a segment that is followed: as one event among those that other systems tell.

/** Such as `segment.entered:seg_06bv2k3h9q4w8x0y7z1n`. */
export function segmentEventName(kind: 'segment.entered' | 'segment.left', segmentId: string): string {
  return `${kind}:${segmentId}`;
}

/** What such a name says; null for any other event. */
export function readSegmentEvent(name: string): { way: 'entered' | 'left'; segmentId: string } | null {
  const [, way, segmentId] = /^segment\.(entered|left):(seg_\w+)$/.exec(name) ?? [];
  return (way === 'entered' || way === 'left') && segmentId ? { way, segmentId } : null;
}
