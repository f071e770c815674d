// Fluent's themes with our type scale, our dark greys and our own tokens; and which of them the person or the desktop asks for.
import { teamsHighContrastTheme, webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import type { ThemeChoice } from '../contract.gen';
import { ownTokens, type Scheme } from './table';

const type: Partial<Theme> = {
  fontFamilyBase: "'Inter Variable', 'Segoe UI', system-ui, sans-serif",
  fontFamilyNumeric: "'Inter Variable', 'Segoe UI', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', Consolas, monospace",
  fontSizeBase100: '11px',
  lineHeightBase100: '14px',
  fontSizeBase200: '12px',
  lineHeightBase200: '16px',
  fontSizeBase300: '13px',
  lineHeightBase300: '18px',
  fontSizeBase400: '15px',
  lineHeightBase400: '20px',
  fontSizeBase500: '18px',
  lineHeightBase500: '24px',
  fontSizeBase600: '22px',
  lineHeightBase600: '28px',
};

const dark: Partial<Theme> = {
  colorNeutralBackground1: '#242425',
  colorNeutralBackground2: '#1b1b1c',
  colorNeutralBackground3: '#141415',
  colorNeutralStroke1: '#5a5a5d',
  colorNeutralStroke2: '#48484b',
  colorNeutralStroke3: '#343436',
};

export const THEMES: Record<Scheme, Theme> = {
  light: { ...webLightTheme, ...type, ...ownTokens('light') },
  dark: { ...webDarkTheme, ...type, ...dark, ...ownTokens('dark') },
  contrast: { ...teamsHighContrastTheme, ...type, ...ownTokens('contrast') },
};

function watch(query: string) {
  return {
    subscribe(changed: () => void) {
      const list = window.matchMedia?.(query);
      list?.addEventListener('change', changed);
      return () => list?.removeEventListener('change', changed);
    },
    now: () => window.matchMedia?.(query).matches ?? false,
  };
}

const prefersDark = watch('(prefers-color-scheme: dark)');
const prefersContrast = watch('(prefers-contrast: more), (forced-colors: active)');
const prefersStill = watch('(prefers-reduced-motion: reduce)');

/** The colours to draw with: the person's choice, else the desktop's. */
export function useScheme(choice: ThemeChoice): Scheme {
  const wantsDark = useSyncExternalStore(prefersDark.subscribe, prefersDark.now);
  const wantsContrast = useSyncExternalStore(prefersContrast.subscribe, prefersContrast.now);
  if (choice !== 'system') return choice;
  if (wantsContrast) return 'contrast';
  return wantsDark ? 'dark' : 'light';
}

export function useReducedMotion(): boolean {
  return useSyncExternalStore(prefersStill.subscribe, prefersStill.now);
}

/** True while the window is narrower than that many pixels. */
export function useNarrowerThan(pixels: number): boolean {
  const list = narrower(pixels);
  return useSyncExternalStore(list.subscribe, list.now);
}

const widths = new Map<number, ReturnType<typeof watch>>();

function narrower(pixels: number) {
  let list = widths.get(pixels);
  if (!list) {
    list = watch(`(max-width: ${pixels - 0.02}px)`);
    widths.set(pixels, list);
  }
  return list;
}
