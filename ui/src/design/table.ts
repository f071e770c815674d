// Every colour of our own, once: light, dark, high contrast. Nothing else in the page writes a colour as hex; the contrast
// test reads this table.
export type Scheme = 'light' | 'dark' | 'contrast';

type Row = readonly [light: string, dark: string, contrast: string];

export const COLOURS = {
  canvas: ['#fafafa', '#1b1b1c', '#000000'],
  rail: ['#f3f3f4', '#141415', '#000000'],
  surface: ['#ffffff', '#242425', '#000000'],
  inset: ['#f7f7f8', '#1e1e1f', '#000000'],
  hair: ['#e6e6e8', '#343436', '#8a8a8a'],
  'hair-strong': ['#d6d6d9', '#48484b', '#ffffff'],
  'row-hover': ['#f6f6f7', '#2b2b2d', '#000000'],
  'row-sel': ['#eaf2fb', '#12314d', '#000000'],
  'row-hover-line': ['transparent', 'transparent', '#ffffff'],
  'row-sel-line': ['transparent', 'transparent', '#1aebff'],
  high: ['#b10e1c', '#f0828c', '#ffffff'],
  'high-bg': ['#fdf3f4', '#311b1e', '#000000'],
  'high-line': ['#f3d3d6', '#57292e', '#ffffff'],
  med: ['#b54707', '#faa06b', '#ffffff'],
  'med-bg': ['#fff9f5', '#2e221a', '#000000'],
  'med-line': ['#f5dccb', '#55381f', '#ffffff'],
  ok: ['#0e700e', '#6cc06c', '#ffffff'],
  'ok-bg': ['#f1faf1', '#14280f', '#000000'],
  'ok-line': ['#cfe5cf', '#284a22', '#ffffff'],
  data: ['#6f88a6', '#6683a1', '#a6a6a6'],
  'data-high': ['#c50f1f', '#e5646f', '#ffffff'],
  missing: ['#c50f1f', '#e5646f', '#ffff00'],
  verified: ['#6a9c7c', '#4f8263', '#ffffff'],
  stored: ['#bcd8c5', '#345543', '#6e6e6e'],
  off: ['#e3e3e5', '#3a3a3c', '#8a8a8a'],
  off2: ['#f1f1f2', '#2d2d2f', '#000000'],
  add: ['#e4f3e6', '#17361d', '#000000'],
  del: ['#fbe6e8', '#43191e', '#000000'],
  barfaint: ['#d5d5d8', '#4a4a4d', '#4d4d4d'],
  badge: ['#c50f1f', '#c50f1f', '#ffff00'],
  'badge-text': ['#ffffff', '#ffffff', '#000000'],
} as const satisfies Record<string, Row>;

export type ColourName = keyof typeof COLOURS;

const COLUMN: Record<Scheme, 0 | 1 | 2> = { light: 0, dark: 1, contrast: 2 };

export function colour(name: ColourName, scheme: Scheme): string {
  return COLOURS[name][COLUMN[scheme]];
}

/** The custom properties of a scheme, as the theme carries them: `bz-canvas` becomes `--bz-canvas`. */
export function ownTokens(scheme: Scheme): Record<string, string> {
  return Object.fromEntries((Object.keys(COLOURS) as ColourName[]).map((name) => [`bz-${name}`, colour(name, scheme)]));
}
