import { expect, it } from 'vitest';
import { type CallName, calls } from '../../../src/contract/calls.ts';
import type { CallHandlers } from '../../../src/contract/serve.ts';
import { ChangeGuard } from '../../../src/main/console/change-guard.ts';
import type { SourceRegistry } from '../../../src/main/console/sources/source-registry.ts';

/** What a person may do in a read-only console: look, and arrange what is this console's own. A new call is put here, or asks first. */
const ALLOWED: readonly CallName[] = [
  'admin.acceptFirehose',
  'admin.configure',
  'admin.logOut',
  'admin.sessions',
  'app.info',
  'app.setReadOnly',
  'client.configure',
  'client.ignore',
  'client.join',
  'client.leave',
  'client.pause',
  'client.retry',
  'client.setRules',
  'doctor.cancel',
  'doctor.start',
  'folder.add',
  'folder.move',
  'folder.remove',
  'folder.update',
  'history.clear',
  'history.remove',
  'message.reply',
  'message.stopRepeating',
  'messages.makeFolder',
  'messages.move',
  'messages.remove',
  'messages.save',
  'messages.useFolder',
  'notice.dismiss',
  'recording.cancel',
  'recording.finish',
  'recording.open',
  'recording.read',
  'server.makeCertificate',
  'server.settings',
  'source.add',
  'source.duplicate',
  'source.move',
  'source.remove',
  'source.start',
  'source.stop',
  'source.update',
  'sources.export',
  'sources.import',
  'sources.readImport',
  'store.describe',
  'store.restore',
  'store.startAnew',
  'traffic.bookmark',
  'traffic.clear',
  'traffic.export',
  'traffic.packet',
  'traffic.page',
  'variables.set',
];

it('lets nothing that changes a server pass a read-only console, and knows of every call which it is', () => {
  const names = Object.keys(calls) as CallName[];
  const handlers = Object.fromEntries(names.map((name) => [name, () => null])) as unknown as CallHandlers;
  const sources = { get: () => ({ describe: () => ({ name: 'a', environment: null }) }) } as unknown as SourceRegistry;
  const guarded = new ChangeGuard(true, () => {}).guarded(handlers, sources) as unknown as Readonly<Record<CallName, (params: object) => unknown>>;
  const passing = names.filter((name) => {
    try {
      guarded[name]({ sourceId: 'a' });
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'READ_ONLY' });
      return false;
    }
  });
  expect(passing.toSorted()).toEqual(ALLOWED.toSorted());
});
