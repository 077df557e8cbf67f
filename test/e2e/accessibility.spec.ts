// Every screen in both themes, as axe sees it: nothing serious or critical.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { freePort } from '../fixtures/free-port.ts';
import { ClientProcess } from './clients.ts';
import { expect, test } from './host.ts';

async function check(page: Page, screen: string): Promise<void> {
  await test.step(screen, async () => {
    // What is being looked at is where it is going to stay.
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = serious.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`));
    expect.soft(found, screen).toEqual([]);
  });
}

/** Opens it, looks at it, and closes it. */
async function checkDialog(page: Page, screen: string, open: () => Promise<void>): Promise<void> {
  await open();
  await expect(page.getByRole('dialog').last()).toBeVisible();
  await check(page, screen);
  await page.keyboard.press('Escape');
}

for (const theme of ['dark', 'light'] as const) {
  test(`no screen has a serious violation, ${theme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await check(page, 'first launch');
    for (const kind of ['server', 'admin', 'client'] as const) {
      await checkDialog(page, `add a source: ${kind}`, async () => {
        await page.getByTestId('add-source').click();
        await page.getByTestId(`source-kind-${kind}`).click();
      });
    }
    const port = await freePort();
    await page.getByTestId('port-input').fill(String(port));
    await page.getByTestId('source-start').first().click();
    await expect(page.getByTestId('source-list')).toContainText('Running');
    for (const tab of ['overview', 'sockets', 'rooms', 'namespaces', 'traffic', 'compose', 'servers'] as const) {
      await page.getByTestId(`tab-${tab}`).click();
      await check(page, `${tab}, empty`);
    }

    const clients = new ClientProcess();
    const connected = await clients.connect(`http://127.0.0.1:${port}`, ['websocket'], ['/', '/', '/chat']);
    for (const { index } of connected) await clients.emit(index, 'join', ['lobby'], true);
    await page.getByTestId('tab-compose').click();
    await page.getByTestId('compose-event').fill('news');
    await page.getByTestId('compose-ack').click();
    await page.getByTestId('compose-send').click();
    await expect(page.getByTestId('compose-results').locator('[data-testid="row"]')).toHaveCount(3);
    await check(page, 'compose with results');
    for (const tab of ['overview', 'sockets', 'rooms', 'namespaces', 'traffic', 'servers'] as const) {
      await page.getByTestId(`tab-${tab}`).click();
      if (tab !== 'overview') await page.locator(`[data-testid="grid-${tab}"] [data-testid="row"]`).first().click();
      await check(page, tab);
    }
    await page.getByTestId('tab-traffic').click();
    await page.getByTestId('traffic-pause').click();
    await check(page, 'traffic, paused');

    for (const settings of ['appearance', 'data', 'shortcuts', 'about'] as const) {
      await checkDialog(page, `settings: ${settings}`, async () => {
        await page.getByTestId('settings-open').click();
        await page.getByTestId(`settings-${settings}`).click();
      });
    }
    await checkDialog(page, 'palette', () => page.getByTestId('palette-open').click());
    await checkDialog(page, 'notifications', () => page.getByTestId('notifications-open').click());

    clients.end();
    await page.getByTestId('source-stop').first().click();
    await expect(page.getByTestId('source-list')).toContainText('Stopped');
    await check(page, 'stopped');
    await page.getByTestId('add-source').click();
    await page.getByTestId('source-kind-client').click();
    await page.getByTestId('client-url').last().fill('http://127.0.0.1:1/live');
    await page.getByTestId('client-add').click();
    await check(page, 'a client that is not connected');
    await page.getByTestId('client-connect').first().click();
    await expect(page.getByTestId('source-list')).toContainText('Retrying');
    await check(page, 'a client that retries');
  });
}
