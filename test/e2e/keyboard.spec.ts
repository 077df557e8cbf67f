// Without a pointer: nothing is out of reach, and the whole job can be done.
import type { Page } from '@playwright/test';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';
import { expect, test } from './host.ts';

/**
 * Controls in view that the keyboard can not come to: neither by Tab, nor by arrow keys as a part of something Tab comes to (tabs, a tree, a
 * grid, a group of choices).
 */
function unreachable(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const CONTROLS =
      'button, input, select, textarea, a[href], [role="button"], [role="tab"], [role="switch"], [role="checkbox"], [role="combobox"], [role="separator"][tabindex]';
    const COMPOSITES =
      '[role="tablist"], [role="tree"], [role="grid"], [role="radiogroup"], [role="group"], [role="toolbar"], [role="listbox"], [role="menu"]';
    const isShown = (element: HTMLElement) =>
      element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && element.getClientRects().length > 0;
    const isStop = (element: Element) => element instanceof HTMLElement && element.tabIndex >= 0 && !element.hasAttribute('disabled');
    return [...document.querySelectorAll<HTMLElement>(CONTROLS)]
      .filter((element) => isShown(element) && !element.hasAttribute('disabled') && element.getAttribute('aria-hidden') !== 'true')
      .filter((element) => {
        if (isStop(element)) return false;
        const composite = element.closest(COMPOSITES);
        return composite === null || !(isStop(composite) || [...composite.querySelectorAll('*')].some(isStop));
      })
      .map((element) => element.getAttribute('aria-label') ?? (element.textContent.trim() || element.outerHTML.slice(0, 120)));
  });
}

test('every control of every screen is within reach of the keyboard', async ({ page }) => {
  test.setTimeout(120_000);
  const look = (screen: string) => test.step(screen, async () => expect.soft(await unreachable(page), screen).toEqual([]));
  await look('first launch');
  for (const kind of ['server', 'admin', 'client'] as const) {
    await page.getByTestId('add-source').click();
    await page.getByTestId(`source-kind-${kind}`).click();
    await look(`add a source: ${kind}`);
    await page.keyboard.press('Escape');
  }
  const port = await freePort();
  await page.getByTestId('port-input').fill(String(port));
  await page.getByTestId('source-start').first().click();
  await expect(page.getByTestId('source-list')).toContainText('Running');
  const clients = new ClientProcess();
  await clients.connect(`http://127.0.0.1:${port}`, ['websocket'], ['/', '/', '/chat']);
  for (const tab of ['overview', 'sockets', 'rooms', 'namespaces', 'traffic', 'compose', 'servers'] as const) {
    await page.getByTestId(`tab-${tab}`).click();
    const rows = page.locator(`[data-testid="grid-${tab}"] [data-testid="row"]`);
    if (['sockets', 'namespaces', 'traffic'].includes(tab)) await rows.first().click();
    await look(tab);
  }
  for (const settings of ['appearance', 'data', 'shortcuts', 'about'] as const) {
    await page.getByTestId('settings-open').click();
    await page.getByTestId(`settings-${settings}`).click();
    await look(`settings: ${settings}`);
    await page.keyboard.press('Escape');
  }
  clients.end();
});

test('the main job is done with the keyboard alone', async ({ page }) => {
  const press = (...keys: readonly string[]) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const command = async (words: string) => {
    await press('Control+k');
    await page.keyboard.type(words);
    await press('Enter');
    await expect(page.getByTestId('palette')).toHaveCount(0);
  };
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.tagName);
  const port = await freePort();
  await expect(page.getByTestId('port-input')).toBeVisible();
  await press('Tab');
  while ((await focused()) !== 'port-input') await press('Tab');
  await press('Control+a');
  await page.keyboard.type(String(port));
  await press('Enter');
  await expect(page.getByTestId('source-list')).toContainText('Running');

  const clients = new ClientProcess();
  const [first] = await clients.connect(`http://127.0.0.1:${port}`, ['websocket'], ['/', '/']);
  await command('Show Sockets');
  await expect(page.locator('[data-testid="grid-sockets"] [data-testid="row"]')).toHaveCount(2);
  while ((await focused()) !== 'grid-sockets') await press('F6');
  await press('Home', 'Enter');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(first?.socketId ?? '');
  await press('Escape');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toHaveCount(0);
  await press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await press('Escape');
  // A menu that closes hands the focus back when it is gone.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByTestId('grid-sockets')).toBeFocused();
  await press('/');
  await expect(page.locator('[data-filter]')).toBeFocused();
  await page.keyboard.type(`id:${first?.socketId} `);
  await expect(page.locator('[data-testid="grid-sockets"] [data-testid="row"]')).toHaveCount(1);

  await command('Show Compose');
  while ((await focused()) !== 'compose-event') await press('Tab');
  await page.keyboard.type('news');
  await press('Control+Enter');
  await expect.poll(async () => (await clients.report()).map(({ events }) => events.length)).toEqual([1, 1]);
  await command('Turn read-only on');
  await expect(page.getByTestId('compose-send')).toBeDisabled();
  await command('Turn read-only off');
  await command('Stop');
  await expect(page.getByTestId('source-list')).toContainText('Stopped');
  clients.end();
});
