import { readdirSync } from 'node:fs';
import { MessageDesk } from '../../src/main/console/messages/message-desk.ts';
import { Notices } from '../../src/main/console/notices.ts';
import type { SecretBox } from '../../src/main/console/store/secret-box.ts';
import { SourceStore } from '../../src/main/console/store/source-store.ts';
import type { Counted } from './ledger.ts';

/** A keychain that outlives the process. */
export const BOX: SecretBox = {
  seal: (text) => `sealed:${Buffer.from(text).toString('base64')}`,
  open: (sealed) => Buffer.from(sealed.slice(7), 'base64').toString(),
};

/** What a console finds when it starts. */
export interface Kept {
  readonly generations: Readonly<Record<Counted, number>>;
  /** Files where they were saved, and where they were moved to. */
  readonly saved: ReadonlySet<number>;
  readonly moved: ReadonlySet<number>;
  readonly historyEntries: number;
  /** Notices, messages that can not be read, files that should not be there. */
  readonly problems: readonly string[];
}

const EXPECTED =
  /^((sources|variables|history)\.json|messages|backups|backups\/sources-[^/]*Z\.json|messages\/files|messages\/(files\/)?\w+\.message\.json)$/;

/** Reads it with the stores of the console. What cut-off writes left is gone afterwards. */
export async function readKept(folder: string, box: SecretBox | null = BOX): Promise<Kept> {
  const notices = new Notices();
  const store = new SourceStore({ folder, box, saved: () => saved, notices });
  const saved = store.read();
  const desk = new MessageDesk({ dataFolder: folder, box, notices });
  const historyEntries = desk.history.entries.length;
  const variable = desk.variables.list.find(({ name }) => name === 'generation')?.value;
  const { messages } = (await desk.folder()).contents;
  await desk.close();
  const server = saved.sources.find(({ kind }) => kind === 'server');
  const client = saved.sources.find(({ kind }) => kind === 'client');
  const event = messages.find(({ path }) => path === 'current.message.json')?.message?.event;
  const files = messages.map(({ path }) => path);
  const strangers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => !EXPECTED.test(path.replaceAll('\\', '/')));
  return {
    generations: {
      label: generationOf(server?.name),
      secret: client?.kind === 'client' ? generationOf(client.settings.auth?.token) : 0,
      variable: generationOf(variable),
      message: generationOf(event),
    },
    saved: new Set(files.filter((path) => /^f\d/.test(path)).map(numberIn)),
    moved: new Set(files.filter((path) => path.startsWith('files/')).map(numberIn)),
    historyEntries,
    problems: [
      ...notices.all.map(({ code, detail }) => `${code}: ${detail}`),
      ...messages.flatMap(({ path, problem }) => (problem === null ? [] : [`${path}: ${problem}`])),
      ...strangers.map((path) => `${path} should not be there`),
    ],
  };
}

/** `0` before the first. */
function generationOf(text: unknown): number {
  return typeof text === 'string' && /^g\d+$/.test(text) ? Number(text.slice(1)) : 0;
}

function numberIn(path: string): number {
  return Number(/f(\d+)\./.exec(path)?.[1]);
}
