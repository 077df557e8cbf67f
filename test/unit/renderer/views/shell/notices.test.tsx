// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeptFile, Notice } from '../../../../../src/contract/notices.ts';
import { clearNotifications, notify, useNotifications } from '../../../../../src/renderer/stores/notifications.ts';
import { askAboutLink, openSettings, useOverlays } from '../../../../../src/renderer/stores/overlays.ts';
import { LinkDialog } from '../../../../../src/renderer/views/shell/link-dialog.tsx';
import { NoticeBars } from '../../../../../src/renderer/views/shell/notice-bars.tsx';
import { Notifications } from '../../../../../src/renderer/views/shell/notifications.tsx';
import { SettingsDialog } from '../../../../../src/renderer/views/shell/settings-dialog.tsx';
import { linkIn } from '../../../../../src/renderer/views/shell/use-shell.ts';
import { FakeConsole, renderWith } from '../../harness.tsx';

const corrupt: Notice = { noticeId: 'n1', at: 0, code: 'STORE_CORRUPT', level: 'error', values: {}, detail: '/data/sources.json' };
const backup: KeptFile = { name: 'sources-1.json', at: 0, sources: 7, bytes: 2048, isBackup: true };
const aside: KeptFile = { name: 'sources.json.corrupt-1', at: 1, sources: null, bytes: 10, isBackup: false };

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  fake.results.set('store.describe', {
    folder: '/data',
    secretKeeper: 'file',
    problem: 'EROFS',
    files: [aside, { ...backup, name: 'sources-2.json', sources: 0 }, backup],
  });
  fake.results.set('store.restore', { added: 7, known: 0 });
});

afterEach(() => {
  cleanup();
  clearNotifications();
  useNotifications.setState({ notices: [] });
  openSettings(null);
  askAboutLink(null);
});

describe('a notice', () => {
  it('says what happened, and brings back the last backup that has sources', async () => {
    renderWith(fake, <NoticeBars />);
    act(() => fake.publish('notices', { notices: [corrupt] }));
    expect(screen.getByRole('alert').textContent).toContain('could not be understood');
    fireEvent.click(await screen.findByTestId('notice-restore'));
    await waitFor(() => expect(fake.lastCall('notice.dismiss')).toEqual({ noticeId: 'n1' }));
    expect(fake.lastCall('store.restore')).toEqual({ name: 'sources-1.json' });
    expect(useNotifications.getState().notifications[0]?.title).toBe('7 sources restored');
    act(() => fake.publish('notices', { notices: [] }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('of a later version starts anew only when a person says so', () => {
    renderWith(fake, <NoticeBars />, 'zh-CN');
    act(() => fake.publish('notices', { notices: [{ ...corrupt, code: 'STORE_NEWER', values: { version: 9 } }] }));
    expect(screen.getByRole('alert').textContent).toContain('（9）');
    expect(fake.lastCall('store.startAnew')).toBeUndefined();
    fireEvent.click(screen.getByText('移开旧文件并恢复保存'));
    expect(fake.lastCall('store.startAnew')).toEqual({});
  });

  it('leads to the settings, which tell why nothing is saved and what can be restored', async () => {
    renderWith(
      fake,
      <>
        <NoticeBars />
        <SettingsDialog />
      </>,
    );
    act(() => fake.publish('notices', { notices: [corrupt] }));
    fireEvent.click(screen.getByText('Details…'));
    const files = await screen.findAllByTestId('kept-file');
    expect(files.map((file) => within(file).queryByTestId('kept-restore') !== null)).toEqual([false, false, true]);
    expect(screen.getByTestId('settings').textContent).toContain('EROFS');
    expect(screen.getByTestId('secret-keeper').textContent).toBe('Not encrypted');
    fireEvent.click(screen.getByTestId('kept-restore'));
    await screen.findByText('7 sources restored');
  });
});

describe('notifications', () => {
  it('can be read again, the newest first, and a hundred are kept', async () => {
    renderWith(fake, <Notifications />);
    act(() => {
      for (let index = 1; index <= 101; index++) notify('ok', `result ${index}`);
      notify('error', 'It failed', 'Try again.');
    });
    expect(screen.getByTestId('notifications-open').getAttribute('aria-label')).toBe('102 new notifications');
    fireEvent.click(screen.getByTestId('notifications-open'));
    const items = within(await screen.findByTestId('notifications')).getAllByRole('listitem');
    expect(items).toHaveLength(100);
    expect(items[0]?.textContent).toContain('It failedTry again.');
    expect(screen.getByTestId('notifications-open').getAttribute('aria-label')).toBe('Notifications');
    fireEvent.click(screen.getByText('Clear'));
    expect(useNotifications.getState().notifications).toEqual([]);
  });
});

describe('a link', () => {
  const link = (query: string) => act(() => askAboutLink(`patchbay://connect?${query}`));

  it('adds its source only when a person agrees', async () => {
    fake.results.set('source.add', { sourceId: 'new' });
    renderWith(fake, <LinkDialog />);
    link('url=https://shop.test/live&name=Shop&environment=prod');
    expect(screen.getByTestId('link-dialog').textContent).toContain('https://shop.test/live');
    fireEvent.click(screen.getByText('Cancel'));
    expect(fake.calls).toEqual([]);
    link('url=https://shop.test/live&name=Shop&environment=prod');
    fireEvent.click(screen.getByTestId('link-add'));
    await waitFor(() => expect(useOverlays.getState().link).toBeNull());
    expect(fake.calls.map(({ name }) => name)).toEqual(['source.add']);
    expect(fake.lastCall('source.add')).toMatchObject({
      kind: 'client',
      name: 'Shop',
      environment: 'prod',
      settings: { origin: 'https://shop.test' },
    });
  });

  it('of an admin does not connect: nobody has logged in', () => {
    renderWith(fake, <LinkDialog />);
    link('url=https://shop.test&kind=admin');
    expect(screen.queryByTestId('link-connect')).toBeNull();
    fireEvent.click(screen.getByTestId('link-add'));
    expect(fake.lastCall('source.add')).toMatchObject({ kind: 'admin', settings: { credentials: { type: 'none' } } });
  });

  it('that can not be used is shown as it is', () => {
    renderWith(fake, <LinkDialog />);
    link('url=http://me:secret@shop.test');
    expect(screen.getByTestId('link-dialog').textContent).toContain('cannot be used');
    expect(screen.queryByTestId('link-add')).toBeNull();
  });

  it('comes in the fragment of a browser', () => {
    expect(linkIn('#link=patchbay%3A%2F%2Fconnect%3Furl%3Da.test')).toBe('patchbay://connect?url=a.test');
    expect(linkIn('#token=x')).toBeNull();
  });
});
