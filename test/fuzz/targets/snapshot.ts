import { loginOf, withoutLogin } from '../../../src/core/admin/login-data.ts';
import { isSecretName, redactedJson } from '../../../src/core/admin/redact.ts';
import type { SocketLike } from '../../../src/core/admin/server-like.ts';
import { snapshotJson } from '../../../src/core/admin/snapshot.ts';
import { must, type Target } from '../target.ts';
import { HOSTILE_WORDS, hostileValue, wireValue } from './hostile-values.ts';

const LIMITS = { maxDepth: 6, maxMembers: 100, maxCharacters: 2048 };
/** A member has its quotes, its comma and its colon; what is said in brackets is short. */
const MAX_JSON = 16 * LIMITS.maxCharacters;

/** What a program put into `socket.data`, as admins are shown it. */
export const snapshot: Target = {
  name: 'snapshot',
  format: 'json',
  weight: 1,
  words: [...HOSTILE_WORDS, '_patchbay', 'password', 'token', 'role', 'features', 'admin'],
  run(input) {
    const read = hostileValue(input);
    if (read === null) return 'NOT_JSON';
    const shown = snapshotJson(withoutLogin(read.value), LIMITS);
    const json = JSON.stringify(shown);
    must(json.length <= MAX_JSON, `shows ${json.length} characters`);
    must(JSON.stringify(JSON.parse(json)) === json, 'shows what is no JSON');
    const hidden = redactedJson(shown, isSecretName);
    checkHidden(hidden);
    checkLogin(input);
    return 'ok';
  },
};

function checkHidden(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (!Array.isArray(value) && isSecretName(name)) must(item === '[redacted]', `shows the value of ${name}`);
    else checkHidden(item);
  }
}

/** It may have come from another server, with a session that is recovered. */
function checkLogin(input: string): void {
  const login = loginOf({ data: wireValue(input)?.value } as SocketLike);
  if (login !== null) must(Array.isArray(login.features), 'a login has features that are no list');
}
