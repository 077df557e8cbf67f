import { beforeAll } from 'vitest';
import { loadAllDeferred } from '../../../src/renderer/deferred.ts';

// What a page loads when it is idle is there: tests of views are about what those show.
beforeAll(() => loadAllDeferred());
