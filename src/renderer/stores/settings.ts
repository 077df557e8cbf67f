import * as z from 'zod/mini';
import { create } from 'zustand';

const KEY = 'patchbay.settings';

export const RANGES_SECONDS = [60, 300, 900, 3600] as const;

export const SIDE_PANES = ['sources', 'messages', 'history'] as const;
export type SidePane = (typeof SIDE_PANES)[number];

const names = z.array(z.string().check(z.maxLength(40))).check(z.maxLength(40));
const table = z.object({
  hidden: z.catch(names, []),
  shown: z.catch(names, []),
  widths: z.catch(z.record(z.string(), z.number().check(z.gte(16), z.lte(2000))), {}),
});
/** Columns of one table: those that are not where they would be, and how wide. */
export type TableSettings = z.infer<typeof table>;

// Each value falls back by itself: one bad value does not lose the others.
const schema = z.object({
  theme: z.catch(z.enum(['system', 'dark', 'light']), 'system'),
  language: z.catch(z.enum(['en', 'zh-CN']), () => (globalThis.navigator?.language.startsWith('zh') ? 'zh-CN' : 'en')),
  density: z.catch(z.enum(['compact', 'comfortable']), 'compact'),
  sourcesWidth: z.catch(z.number().check(z.gte(176), z.lte(320)), 212),
  sidePane: z.catch(z.enum(SIDE_PANES), 'sources'),
  /** Below the width where it folds it is closed all the same. */
  isSideOpen: z.catch(z.boolean(), true),
  inspectorWidth: z.catch(z.number().check(z.gte(280), z.lte(560)), 344),
  rangeSeconds: z.catch(z.union([z.literal(60), z.literal(300), z.literal(900), z.literal(3600)]), 300),
  tables: z.catch(z.record(z.string(), table), {}),
  foldedSections: z.catch(z.array(z.string()).check(z.maxLength(50)), []),
});
export type Settings = z.infer<typeof schema>;

/** Reads stored text; whatever it holds, the result is whole. */
export function parseSettings(text: string | null): Settings {
  return schema.parse(parseObject(text));
}

function parseObject(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage can be denied by the browser: settings then last as long as the page.
    return null;
  }
}

export const useSettings = create<Settings>()(() => parseSettings(readStored()));

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(useSettings.getState()));
  } catch {}
}

export function toggleSection(section: string): void {
  const { foldedSections } = useSettings.getState();
  changeSettings({
    foldedSections: foldedSections.includes(section) ? foldedSections.filter((name) => name !== section) : [...foldedSections, section],
  });
}

/** Rows of tables, in pixels: `--h-row` of tokens.css. */
export function useRowHeight(): number {
  return useSettings((settings) => (settings.density === 'compact' ? 26 : 32));
}

/** Writes theme, density and language on the document, now and whenever they change. */
export function followSettings(root: HTMLElement): void {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const apply = () => {
    const { theme, density, language } = useSettings.getState();
    root.dataset.theme = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
    root.dataset.density = density;
    root.lang = language;
  };
  apply();
  light.addEventListener('change', apply);
  useSettings.subscribe(apply);
  // Of another window of this console.
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY) useSettings.setState(parseSettings(newValue));
  });
}
