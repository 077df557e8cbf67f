import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { replaceFileSync } from '../console/store/durable-files.ts';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().check(z.gte(1)), height: z.int().check(z.gte(1)) });
const VERSION = 1;
// Of the first runs there are some without a version.
const versioned = z.object({ version: z._default(z.int(), VERSION) });
const windowState = z.object({ bounds, isMaximized: z.boolean() });

export type Bounds = Readonly<z.infer<typeof bounds>>;
export interface WindowState {
  /** Of the window when it is not maximised. */
  readonly bounds: Bounds;
  readonly isMaximized: boolean;
}

/** How much of a window must lie on a display for it to be found and dragged. */
const MIN_VISIBLE_PX = 64;

/** Remembers the window between runs. A file that can not be read or written costs the place, not the start. */
export class WindowStateFile {
  readonly #path: string;
  /** A later version of the application goes on with its own. */
  #isNewer = false;

  constructor(path: string) {
    this.#path = path;
  }

  read(): WindowState | null {
    try {
      const file: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      this.#isNewer = (versioned.safeParse(file).data?.version ?? VERSION) > VERSION;
      return this.#isNewer ? null : (windowState.safeParse(file).data ?? null);
    } catch {
      return null;
    }
  }

  write(state: WindowState): void {
    if (this.#isNewer) return;
    try {
      replaceFileSync(this.#path, `${JSON.stringify({ version: VERSION, ...state })}\n`);
    } catch {
      // A full or read-only disk: the window opens at its default place next time.
    }
  }
}

/** The bounds, moved and shrunk to fit if no display shows enough of them. The first display is the primary one. */
export function clampToDisplays(wanted: Bounds, displays: readonly Bounds[]): Bounds {
  const [primary] = displays;
  if (primary === undefined || displays.some((display) => isReachable(wanted, display))) return wanted;
  const width = Math.min(wanted.width, primary.width);
  const height = Math.min(wanted.height, primary.height);
  return {
    x: primary.x + Math.round((primary.width - width) / 2),
    y: primary.y + Math.round((primary.height - height) / 2),
    width,
    height,
  };
}

function isReachable(wanted: Bounds, display: Bounds): boolean {
  const overlap = Math.min(wanted.x + wanted.width, display.x + display.width) - Math.max(wanted.x, display.x);
  // The title bar is at the top: its top must be on the display.
  const isTopInside = wanted.y >= display.y && wanted.y + MIN_VISIBLE_PX <= display.y + display.height;
  return overlap >= MIN_VISIBLE_PX && isTopInside;
}
