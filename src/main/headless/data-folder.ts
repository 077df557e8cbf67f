import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** Where a program of this person keeps its data, by the custom of the system. */
export function dataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string = homedir()): string {
  switch (platform) {
    case 'win32':
      return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Patchbay');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Patchbay');
    default: {
      // XDG Base Directory: a path that is not absolute does not count.
      const wanted = env.XDG_DATA_HOME ?? '';
      return posix.join(posix.isAbsolute(wanted) ? wanted : posix.join(home, '.local', 'share'), 'patchbay');
    }
  }
}
