// The import directions of ARCHITECTURE.md hold because `npm run check` fails without them: each fixture is a layer's own
// tsconfig with one file more, and each text one that the linter is asked about.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

// Of a fresh checkout nothing is built, and what is referred to has to be.
beforeAll(() => void spawnSync('node_modules/.bin/tsc', ['-b', 'src/core', 'src/contract']), 120_000);

function typeCheck(fixture: string): { status: number | null; stdout: string } {
  return spawnSync('node_modules/.bin/tsc', ['-p', `test/fixtures/layers/${fixture}/tsconfig.json`], { encoding: 'utf8' });
}

test.each([
  ['core-imports-console', 'src/main/console/console.ts'],
  ['core-imports-contract', 'src/contract/frame.ts'],
  ['contract-imports-core', 'src/core/tap.ts'],
  ['renderer-imports-core', 'src/core/tap.ts'],
  ['renderer-imports-console', 'src/main/console/console.ts'],
  ['console-imports-electron', 'src/main/electron/window.ts'],
  ['headless-imports-electron', 'src/main/electron/window.ts'],
])('the type check refuses %s', { timeout: 60_000 }, (fixture, imported) => {
  const { status, stdout } = typeCheck(fixture);
  expect(status).not.toBe(0);
  expect(stdout).toMatch(new RegExp(`error TS6307: File '.*${imported}' is not listed`));
});

test('the type check allows console-imports-core', { timeout: 60_000 }, () => {
  expect(typeCheck('console-imports-core')).toMatchObject({ status: 0 });
});

const PROBES = [
  ['src/core/protocol/node.ts', "import { readFileSync } from 'node:fs';", false],
  ['src/core/protocol/engine.ts', "import { Session } from '../engine/session.ts';", false],
  ['src/core/engine/server.ts', "import { Server } from '../server/server.ts';", false],
  ['src/core/engine/adapters.ts', "import { ClusterAdapter } from '../adapters/index.ts';", false],
  ['src/core/server/adapters.ts', "import { ClusterAdapter } from '../adapters/index.ts';", false],
  ['src/core/adapters/amqp/library.ts', "import { connect } from 'amqplib';", false],
  ['src/core/up.ts', "import { Server } from './engine/server.ts';", false],
  ['src/main/console/electron.ts', "import { app } from 'electron';", false],
  ['src/main/electron/react.ts', "import { useState } from 'react';", false],
  ['src/renderer/electron.ts', "import { app } from 'electron';", false],
  ['src/main/electron/app.ts', "import { app } from 'electron';", true],
  ['src/renderer/react.ts', "import { useState } from 'react';", true],
  ['src/core/adapters/server.ts', "import { Adapter } from '../server/adapter.ts';", true],
  ['src/core/server/engine.ts', "import { Session } from '../engine/session.ts';", true],
] as const;

test('the linter refuses the directions that types can not see, and no other', { timeout: 60_000 }, () => {
  // The rules of the project in a folder of its own: the probes are never part of the tree.
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-layers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = JSON.parse(readFileSync('biome.json', 'utf8')) as { vcs?: unknown; $schema?: unknown };
  delete config.vcs;
  delete config.$schema;
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
  for (const [file, line] of PROBES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const name = /\{ (\w+) \}/.exec(line)?.[1] ?? '';
    writeFileSync(join(folder, file), `${line}\n\nexport const used = ${name};\n`);
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', '.'], { cwd: folder, encoding: 'utf8' });
  const refused = [...`${stdout}${stderr}`.matchAll(/^(\S+\.ts):\d+:\d+ lint\/\w+\/(?:noRestrictedImports|noNodejsModules)/gm)].map(
    (match) => match[1],
  );
  expect([...new Set(refused)].sort()).toEqual(
    PROBES.filter(([, , isAllowed]) => !isAllowed)
      .map(([file]) => file)
      .sort(),
  );
});
