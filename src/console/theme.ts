// One visual language for every screen, made from the shop's own two colours.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** What the console wears until the shop has told its own colours. */
export const HOUSE_LOOK = { brandColour: '#0B6B4F', accentColour: '#F4A340' };
const FONT = "'Manrope Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

const HEADING = { fontWeight: 700, fontSize: '1.15rem' };
const INK: MantineColorsTuple = [
  '#e9edea',
  '#c6cdc9',
  '#9aa49e',
  '#727d77',
  '#4b5550',
  '#353e3a',
  '#28302c',
  '#1b211e',
  '#131816',
  '#0b0f0d',
];
const GREY: MantineColorsTuple = [
  '#f6f7f4',
  '#eef0ec',
  '#e2e6e0',
  '#d2d8d2',
  '#b4bcb6',
  '#8d968f',
  '#5f6963',
  '#47504b',
  '#2f3733',
  '#1a201d',
];

/** The theme in a shop's brand colour, `#rrggbb`. */
export function themeOf(brandColour: string) {
  return createTheme({
    fontFamily: FONT,
    headings: {
      fontFamily: FONT,
      fontWeight: '750',
      sizes: { h1: { fontSize: '1.625rem', lineHeight: '1.25' } },
    },
    primaryColor: 'brand',
    primaryShade: { light: 6, dark: 5 },
    autoContrast: true,
    luminanceThreshold: 0.36,
    defaultRadius: 'md',
    radius: { md: '10px', lg: '16px' },
    cursorType: 'pointer',
    colors: { brand: shadesOf(brandColour), dark: INK, gray: GREY },
    components: {
      Button: { defaultProps: { fw: 650 } },
      Modal: {
        defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45 } },
        styles: { title: HEADING },
      },
      Drawer: {
        defaultProps: { position: 'right', overlayProps: { backgroundOpacity: 0.25 } },
        styles: { title: HEADING },
      },
      InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
      Paper: { defaultProps: { radius: 'lg' } },
      Badge: { defaultProps: { variant: 'light', radius: 'sm', fw: 650, tt: 'none', miw: 'max-content' } },
    },
  });
}

/** Colours that belong to the page rather than to a part. */
export const pageColours: CSSVariablesResolver = (theme) => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#18201c',
    '--mantine-color-dimmed': '#5a655f',
    '--page': '#f5f6f3',
    '--line': '#e1e5df',
    '--brand-text': theme.colors.brand?.[7] ?? HOUSE_LOOK.brandColour,
    '--brand-wash': theme.colors.brand?.[0] ?? '#f0f6f4',
    '--spent': '#8a5200',
    // Mantine's own are too pale to read on their wash.
    '--mantine-color-yellow-light-color': '#6f4e00',
    '--mantine-color-orange-light-color': '#93400b',
  },
  dark: {
    '--mantine-color-body': '#181d1b',
    '--mantine-color-text': '#e6ebe8',
    '--mantine-color-dimmed': '#98a39d',
    '--mantine-color-anchor': theme.colors.brand?.[3] ?? '#8ec6b4',
    '--page': '#111513',
    '--line': '#2a322e',
    '--brand-text': theme.colors.brand?.[3] ?? '#8ec6b4',
    '--brand-wash': '#1c2a25',
    '--spent': '#f0b45c',
  },
});

/** Ten shades, as Mantine wants them: the first six lean towards white, the last three towards black. */
function shadesOf(colour: string): MantineColorsTuple {
  const by = (share: number) => lean(colour, share);
  return [
    by(0.94),
    by(0.86),
    by(0.72),
    by(0.54),
    by(0.34),
    by(0.16),
    colour,
    by(-0.14),
    by(-0.28),
    by(-0.42),
  ];
}

function lean(colour: string, by: number): string {
  const towards = by > 0 ? 255 : 0;
  const parts = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16);
    return Math.round(part + (towards - part) * Math.abs(by));
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
