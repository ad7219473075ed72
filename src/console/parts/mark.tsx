import { useLook } from '../session/shop-look.tsx';

/** The sign of the card: two circles in the shop's colours, as on the card picture. */
export function Mark({ size = 32 }: { size?: number }) {
  const { brandColour, accentColour } = useLook();
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <rect width="40" height="40" rx="11" fill={brandColour} />
      <circle cx="15.5" cy="20" r="8" fill="#fff" />
      <circle cx="24.5" cy="20" r="8" fill={accentColour} />
    </svg>
  );
}
