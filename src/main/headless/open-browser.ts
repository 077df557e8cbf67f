import { spawn } from 'node:child_process';

/** Shows a URL in the person's browser. Rejects when there is no way to; where there is no display it does nothing. */
export async function openBrowser(url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<void> {
  if (platform === 'linux' && env.DISPLAY === undefined && env.WAYLAND_DISPLAY === undefined) return;
  const [command, ...args] = browserCommand(url, platform);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

function browserCommand(url: string, platform: NodeJS.Platform): readonly [string, ...string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      // `start` is the shell's own; its first quoted word is a title.
      return ['cmd', '/c', 'start', '""', url];
    default:
      return ['xdg-open', url];
  }
}
