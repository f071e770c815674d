// Text has to be readable on every ground it stands on, and fills that carry meaning have to be seen. Computed, not believed.
import { describe, expect, it } from 'vitest';
import { colour, COLOURS, type ColourName, type Scheme } from './table';
import { THEMES } from './theme';

const SCHEMES: ReadonlyArray<Scheme> = ['light', 'dark', 'contrast'];
const GROUNDS: ReadonlyArray<ColourName> = ['canvas', 'rail', 'surface', 'inset', 'row-hover', 'row-sel'];

function luminance(hex: string): number {
  const channels = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = channels.map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(SCHEMES)('colours, %s', (scheme) => {
  it('states and severities are readable on every ground', () => {
    for (const text of ['high', 'med', 'ok'] as const) {
      for (const ground of GROUNDS) {
        expect(contrast(colour(text, scheme), colour(ground, scheme)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(colour(text, scheme), colour(`${text}-bg`, scheme)), `${text} on its own tint`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colour('badge-text', scheme), colour('badge', scheme)), 'the count in the rail').toBeGreaterThanOrEqual(4.5);
  });

  it("Fluent's texts and links are readable on our grounds and tints", () => {
    const theme = THEMES[scheme];
    const tints: ReadonlyArray<ColourName> = ['high-bg', 'med-bg', 'ok-bg', 'add', 'del'];
    for (const token of ['colorNeutralForeground1', 'colorNeutralForeground2', 'colorBrandForegroundLink'] as const) {
      for (const ground of [...GROUNDS, ...tints]) {
        expect(contrast(theme[token], colour(ground, scheme)), `${token} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const ground of GROUNDS) {
      expect(contrast(theme.colorNeutralForeground3, colour(ground, scheme)), `captions on ${ground}`).toBeGreaterThanOrEqual(
        4.5,
      );
    }
  });

  it('fills that carry meaning stand out from the surface, or have an edge that does', () => {
    const surface = colour('surface', scheme);
    for (const fill of ['data', 'data-high', 'missing', 'verified'] as const) {
      expect(contrast(colour(fill, scheme), surface), fill).toBeGreaterThanOrEqual(3);
    }
  });
});

it('every colour is written once, as hex, in all three schemes', () => {
  for (const [name, values] of Object.entries(COLOURS)) {
    for (const value of values) expect(value, name).toMatch(/^(#[0-9a-f]{6}|transparent)$/);
  }
});
