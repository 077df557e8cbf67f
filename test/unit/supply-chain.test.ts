import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error
import { judge } from '../../scripts/advisories.mjs';
// A script of plain Node has no types.
// @ts-expect-error
import { installedPackages, isAllowed } from '../../scripts/licences.mjs';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

const project: { readonly scripts: object; readonly devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const { packages }: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

it('runs nothing when it is installed', () => {
  const atInstallation = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare', 'dependencies'];
  expect(Object.keys(project.scripts).filter((name) => atInstallation.includes(name))).toEqual([]);
});

it('knows every package by the hash of its content', () => {
  const unknown = Object.entries(packages).filter(([place, { integrity, link }]) => place !== '' && link !== true && integrity === undefined);
  expect(unknown.map(([place]) => place)).toEqual([]);
});

it('is built with the exact versions it names', () => {
  const inexact = Object.entries(project.devDependencies).filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(version));
  expect(inexact).toEqual([]);
  expect(packages['node_modules/electron']?.version).toBe(project.devDependencies.electron);
});

it.each([
  ['MIT', true, true],
  ['(MIT OR GPL-3.0)', true, true],
  ['Apache-2.0 AND MIT', true, true],
  ['Apache-2.0 AND GPL-3.0', true, false],
  ['GPL-3.0', true, false],
  ['AGPL-3.0', false, false],
  ['MPL-2.0', false, true],
  ['MPL-2.0', true, false],
  ['none', true, false],
  ['UNLICENSED', false, false],
])('the licence %s, shipped: %s, is allowed: %s', (licence, isShipped, isFine) => {
  expect(isAllowed(licence, isShipped)).toBe(isFine);
});

it('has packages of allowed licences alone', () => {
  const installed: readonly { readonly name: string; readonly licence: string; readonly isShipped: boolean }[] = installedPackages();
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.find(({ name }) => name === 'ws')).toMatchObject({ licence: 'MIT', isShipped: true });
  expect(installed.filter(({ licence, isShipped }) => !isAllowed(licence, isShipped))).toEqual([]);
});

it('takes an advisory against what is shipped for a failure, and no answer for no clean bill', () => {
  const report = (name: string, severity: string) => ({
    vulnerabilities: {
      [name]: { name, severity, nodes: [`node_modules/${name}`], via: ['other', { title: 'Falls over', url: 'https://a.example' }] },
    },
  });
  const shipped = new Set(['node_modules/ws']);
  expect(judge(report('ws', 'high'), shipped)).toEqual({ lines: ['shipped, high: ws: by other; Falls over https://a.example'], isFailing: true });
  expect(judge(report('ws', 'low'), shipped)).toMatchObject({ isFailing: false });
  expect(judge(report('vite', 'critical'), shipped)).toMatchObject({ isFailing: false });
  expect(judge({ vulnerabilities: {} }, shipped)).toEqual({ lines: [], isFailing: false });
  expect(judge({ message: '405 Method Not Allowed' }, shipped)).toBeNull();
  expect(judge(null, shipped)).toBeNull();
});
