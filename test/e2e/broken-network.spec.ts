// A page and its browser host over a network that breaks: Chromium is told to go through a proxy, and believes that it is the host.
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { FaultProxy } from '../fixtures/faults/fault-proxy.ts';
import { FAULTS, type Fault } from '../fixtures/faults/faults.ts';
import { ClientProcess } from './clients.ts';
import { CHROMIUM_ARGS, expect, startBrowserHost, test } from './host.ts';

const GONE = 'Console is gone, reconnecting…';
/** Silence is noticed after 25 s, or 30. */
const NOTICED = { timeout: 45_000 };
const BACK = { timeout: 30_000 };

interface Console {
  readonly page: Page;
  readonly proxy: FaultProxy;
  /** A client of its server, which does not go through the proxy. */
  readonly connectClient: () => Promise<string>;
}

/** As many consoles, each with a page that reaches it through a proxy of its own. */
async function consoles(count: number, run: (consoles: readonly Console[]) => Promise<void>): Promise<void> {
  const executablePath = process.env.PATCHBAY_CHROMIUM ?? '';
  test.skip(executablePath === '', 'no Chromium');
  const hosts = await Promise.all(Array.from({ length: count }, () => startBrowserHost(['--serve', '0'])));
  const reached = await Promise.all(
    hosts.map(async (host) => {
      const { port } = new URL(host.consoleUrl);
      return { host, port, proxy: await FaultProxy.start(() => Number(port)), clients: new ClientProcess() };
    }),
  );
  const rules = reached.map(({ port, proxy }) => `MAP 127.0.0.1:${port} 127.0.0.1:${proxy.port}`).join(', ');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, `--host-resolver-rules=${rules}`] });
  const open = async (context: BrowserContext, url: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByTestId('tab-sockets').click();
    return page;
  };
  const opened = await Promise.all(
    reached.map(async ({ host, proxy, clients }): Promise<Console> => {
      const page = await open(await browser.newContext({ locale: 'en-US' }), host.consoleUrl);
      const connectClient = async (): Promise<string> => (await clients.connect(host.serverUrl, ['websocket'], ['/']))[0]?.socketId ?? '';
      expect(proxy.connections).toBeGreaterThan(0);
      return { page, proxy, connectClient };
    }),
  );
  try {
    await run(opened);
  } finally {
    await browser.close();
    for (const { clients } of reached) clients.end();
    await Promise.all(reached.flatMap(({ host, proxy }) => [host.stop(), proxy.close()]));
  }
}

function socketsOf(page: Page): Promise<(string | null)[]> {
  const rows = page.getByTestId('grid-sockets').locator('[data-testid="row"]');
  return rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-key')).sort());
}

async function survives({ page, proxy, connectClient }: Console, { outcome, lasts, apply }: Fault): Promise<void> {
  const known = await socketsOf(page);
  apply(proxy);
  // What happens meanwhile.
  const id = await connectClient();
  if (outcome === 'cut' && lasts !== 'instant') await expect(page.getByText(GONE)).toBeVisible(NOTICED);
  if (outcome === 'whole' && lasts === 'moment') await page.waitForTimeout(1000);
  if (outcome === 'whole') await expect(page.getByText(GONE)).toBeHidden();
  proxy.heal();
  await expect.poll(() => socketsOf(page), BACK).toEqual([...known, id].sort());
  await expect(page.getByText(GONE)).toBeHidden();
}

const SILENT = FAULTS.filter(({ outcome, lasts }) => outcome === 'cut' && lasts === 'silence');

test('the page says that the console is gone when the network between them is cut, and shows what is when it is whole again', async () => {
  await consoles(1, async ([first]) => {
    if (first === undefined) return;
    for (const fault of FAULTS.filter((known) => !SILENT.includes(known))) await test.step(fault.name, () => survives(first, fault));
  });
});

test('the page notices that its host is silent, or as good as that, and shows what is when it is heard again', async () => {
  test.setTimeout(150_000);
  await consoles(SILENT.length, async (each) => {
    await Promise.all(SILENT.map((fault, index) => test.step(fault.name, async () => survives(each[index] as Console, fault))));
  });
});
