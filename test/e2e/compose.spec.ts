// Compose, end to end: what a person writes is what real clients get, as often as asked; and a saved message is a file that others may change.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import { CHROMIUM_ARGS, expect, startBrowserHost, test } from './host.ts';

const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';

let folder: string;
let browser: Browser;
const clients: Socket[] = [];

test.beforeEach(async () => {
  test.skip(executablePath === '', 'no Chromium');
  folder = mkdtempSync(join(tmpdir(), 'patchbay-compose-'));
  browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
});

test.afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly page: Page;
  readonly serverUrl: string;
}

async function start(run: (running: Running) => Promise<void>): Promise<void> {
  const host = await startBrowserHost(['--serve', '0'], { dataFolder: folder });
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  await page.goto(host.consoleUrl);
  await page.getByTestId('tab-compose').click();
  await run({ page, serverUrl: host.serverUrl });
  await page.close();
  await host.stop();
}

async function connect(url: string): Promise<{ readonly socket: Socket; readonly events: unknown[][] }> {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  const events: unknown[][] = [];
  socket.onAny((...event: unknown[]) => events.push(event));
  clients.push(socket);
  await new Promise<void>((done) => socket.once('connect', () => done()));
  return { socket, events };
}

async function typeInEditor(page: Page, text: string): Promise<void> {
  await page.getByTestId('compose-args').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
  // The names that are offered are not what this is about.
  await page.keyboard.press('Escape');
}

async function addArgument(page: Page, type: string): Promise<void> {
  await page.getByTestId('argument-add').click();
  await page.getByTestId('argument-type').click();
  await page.getByRole('option', { name: type, exact: true }).click();
}

test('each type of argument arrives as what it is, bytes included', async () => {
  await start(async ({ page, serverUrl }) => {
    const { events } = await connect(serverUrl);
    await page.getByTestId('compose-event').fill('types');
    await typeInEditor(page, '{"a":[1,"é"]}');
    await addArgument(page, 'Text');
    await typeInEditor(page, 'two\nlines "quoted"');
    await addArgument(page, 'Number');
    await page.getByTestId('compose-args-number').fill('1e3');
    await addArgument(page, 'Boolean');
    await page.getByTestId('compose-args-true').click();
    await addArgument(page, 'Null');
    await addArgument(page, 'Binary');
    await page.getByTestId('compose-args-bytes').fill('de ad\nbe ef 0');
    await expect(page.getByTestId('compose-status')).toContainText('Argument 6: half a byte');
    await expect(page.getByTestId('compose-send')).toBeDisabled();
    await page.getByTestId('compose-args-bytes').fill('de ad\nbe ef 00');
    await addArgument(page, 'Binary');
    await page.getByTestId('compose-args-file').click();
    // Nearly as many as a message may have.
    const bytes = Buffer.from(Array.from({ length: 2_097_000 }, (_, index) => (index * 7) % 256));
    const name = join(folder, 'picture.bin');
    writeFileSync(name, bytes);
    await page.getByTestId('compose-args-file-input').setInputFiles(name);
    await expect(page.getByTestId('compose-args-size')).toHaveText('2,097,000 bytes');
    await page.getByTestId('compose-send').click();
    await expect.poll(() => events.length).toBe(1);
    const [, json, text, number, boolean, nothing, hex, file] = events[0] ?? [];
    expect([json, text, number, boolean, nothing]).toEqual([{ a: [1, 'é'] }, 'two\nlines "quoted"', 1000, true, null]);
    expect(Buffer.from(hex as Uint8Array)).toEqual(Buffer.from('deadbeef00', 'hex'));
    expect(Buffer.compare(Buffer.from(file as Uint8Array), bytes)).toBe(0);
  });
});

test('variables are filled in, and a fault is told at its line', async () => {
  await start(async ({ page, serverUrl }) => {
    const { events } = await connect(serverUrl);
    await page.getByTestId('compose-event').fill('filled');
    await typeInEditor(page, '{\n  "by": "{{who}}",\n  "id": "{{$uuid}}",\n  "n": {{$n}}\n}');
    await expect(page.getByTestId('compose-status')).toContainText('Argument 1: there is no variable “who”, line 2');
    await expect(page.getByTestId('compose-send')).toBeDisabled();
    await page.getByTestId('variables-open').click();
    await page.getByTestId('variable-add-missing').click();
    await page.getByTestId('variable-value').fill('Rin "R"');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('compose-preview')).toContainText('Rin');
    await page.getByTestId('compose-send').click();
    await expect.poll(() => events.length).toBe(1);
    expect(events[0]?.[1]).toEqual({ by: 'Rin "R"', id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/), n: 1 });
    await typeInEditor(page, '{\n  "a": 1,\n  b: 2\n}');
    await expect(page.getByTestId('argument-validity')).toHaveText('not JSON, line 3');
  });
});

test('a message is repeated as often as asked, and without end until it is stopped', async () => {
  await start(async ({ page, serverUrl }) => {
    const { events } = await connect(serverUrl);
    await page.getByTestId('compose-event').fill('tick');
    await typeInEditor(page, '{{$n}}');
    await page.getByTestId('compose-repeat').click();
    await page.getByTestId('repeat-count').fill('5');
    await page.getByTestId('repeat-every').fill('20');
    await page.getByTestId('compose-send').click();
    await expect(page.getByTestId('repetition')).toHaveAttribute('data-state', 'done');
    await expect(page.getByTestId('repetition-sent')).toHaveText('5 of 5');
    await expect.poll(() => events.map(([, n]) => n)).toEqual([1, 2, 3, 4, 5]);
    await page.getByTestId('repeat-endless').click();
    await page.getByTestId('compose-send').click();
    await expect.poll(() => events.length).toBeGreaterThan(10);
    // It goes on without the page, which finds it again.
    await page.reload();
    await page.getByTestId('tab-compose').click();
    await expect(page.getByTestId('repetition')).toHaveAttribute('data-state', 'running');
    await page.getByTestId('repeat-stop').click();
    await expect(page.getByTestId('repetition')).toHaveAttribute('data-state', 'stopped');
    await expect(page.getByTestId('compose-event')).toHaveValue('tick');
    const sent = Number(await page.getByTestId('repetition-sent').innerText());
    await expect.poll(() => events.length).toBe(5 + sent);
  });
});

test('who acknowledges, and who never answers, is told one by one', async () => {
  await start(async ({ page, serverUrl }) => {
    const peers = await Promise.all([connect(serverUrl), connect(serverUrl), connect(serverUrl)]);
    for (const [index, { socket }] of peers.entries())
      if (index < 2) socket.on('ask', (_: unknown, ack: (answer: unknown) => void) => ack({ index, text: 'x'.repeat(index * 3000), isWhole: true }));
    await page.getByTestId('compose-event').fill('ask');
    await page.getByTestId('compose-ack').click();
    await page.getByTestId('compose-timeout').fill('300');
    await page.getByTestId('compose-send').click();
    const rows = page.getByTestId('compose-results').locator('[data-testid="row"]');
    await expect(rows).toHaveCount(3);
    const silent = page.getByTestId('compose-results').locator(`[data-key="${peers[2]?.socket.id}"]`);
    await expect(silent).toHaveAttribute('data-state', 'timed_out');
    await page.getByTestId('results-acknowledged').click();
    await expect(rows).toHaveCount(2);
    await page.getByTestId('compose-results').locator(`[data-key="${peers[1]?.socket.id}"]`).click();
    await expect(page.getByTestId('reply-detail')).toContainText('"index": 1');
    // Its row has but the beginning of it.
    await expect(page.getByTestId('reply-detail')).toContainText('"isWhole": true');
  });
});

test('a saved message is a file of its own; what changes it outside is offered', async () => {
  await start(async ({ page, serverUrl }) => {
    const { events } = await connect(serverUrl);
    await page.getByTestId('compose-event').fill('chat');
    await typeInEditor(page, '{\n  "text": "hi"\n}');
    await page.getByTestId('compose-save').click();
    await page.getByTestId('save-message-name').fill('Greeting');
    await page.getByTestId('save-message-save').click();
    await expect(page.getByTestId('compose-title')).toHaveText('Greeting');
    const path = join(folder, 'messages', 'Greeting.message.json');
    const text = readFileSync(path, 'utf8');
    expect(JSON.parse(text)).toEqual({
      patchbay: 'message',
      version: 1,
      event: 'chat',
      target: { to: 'all' },
      args: [{ type: 'json', lines: ['{', '  "text": "hi"', '}'] }],
      ackTimeoutMs: null,
      volatile: false,
      compress: true,
    });
    expect(text).toMatch(/\n$/);
    writeFileSync(path, text.replace('"hi\\"', '"from outside\\"').replace('\\"hi\\"', '\\"from outside\\"'));
    await page.getByTestId('outside-reload').click();
    await expect(page.getByTestId('outside-change')).toBeHidden();
    await page.getByTestId('compose-send').click();
    await expect.poll(() => events.at(-1)?.[1]).toEqual({ text: 'from outside' });
    rmSync(path);
    await expect(page.getByTestId('outside-change')).toContainText('Greeting is gone');
    await page.getByTestId('outside-save').click();
    await expect.poll(() => (existsSync(path) ? readFileSync(path, 'utf8') : '')).toContain('from outside');
    await expect(page.getByTestId('outside-change')).toBeHidden();
    // What is typed is not lost with what takes its place.
    await page.getByTestId('compose-event').fill('chat, edited');
    await page.getByTestId('compose-new').click();
    await expect(page.getByTestId('compose-event')).toHaveValue('');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByTestId('compose-event')).toHaveValue('chat, edited');
    await expect(page.getByTestId('compose-title')).toHaveText('Greeting');
  });
});

test('what was sent is found after a restart, and messages of another folder are opened', async () => {
  await start(async ({ page, serverUrl }) => {
    await connect(serverUrl);
    await page.getByTestId('compose-event').fill('remembered');
    await page.getByTestId('compose-send').click();
    await expect(page.getByTestId('compose-status')).toContainText('Sent to 1 socket');
  });
  const other = join(folder, 'repository');
  mkdirSync(join(other, 'match'), { recursive: true });
  writeFileSync(join(other, 'broken.message.json'), '{');
  const score = {
    patchbay: 'message',
    version: 1,
    event: 'score',
    target: { to: 'all' },
    args: [],
    ackTimeoutMs: null,
    volatile: false,
    compress: true,
  };
  writeFileSync(join(other, 'match', 'Score.message.json'), JSON.stringify(score));
  await start(async ({ page }) => {
    await page.getByTestId('rail-history').click();
    await page.getByTestId('history-entry').filter({ hasText: 'remembered' }).click();
    await expect(page.getByTestId('compose-event')).toHaveValue('remembered');
    await page.getByTestId('rail-messages').click();
    await page.getByTestId('use-folder').click();
    await page.getByTestId('folder-path').fill(other);
    await page.getByTestId('folder-use').click();
    await expect(page.getByRole('treeitem', { name: /broken/ })).toContainText('JSON');
    await page.getByRole('treeitem', { name: 'Score' }).click();
    await expect(page.getByTestId('compose-event')).toHaveValue('score');
    await page.getByTestId('rail-history').click();
    await page.getByTestId('history-clear').click();
    await page.getByTestId('removal-confirm').click();
    await expect(page.getByTestId('history-entry')).toHaveCount(0);
  });
});
