#!/usr/bin/env node
// `npm run advisories`: what the registry knows against installed packages; fails for what is shipped. A registry without advisories,
// as mirrors are, is said to be one: that is no clean bill.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { installedPackages } from './licences.mjs';

const FAILING = new Set(['high', 'critical']);

/**
 * `report`: of `npm audit --json`. `shipped`: places of packages in node_modules. Answers `null` when the registry said nothing; else a line for each
 * vulnerable package, and whether one of them is shipped and may not be.
 */
export function judge(report, shipped) {
  if (typeof report?.vulnerabilities !== 'object') return null;
  const found = Object.values(report.vulnerabilities).map(({ name, severity, nodes, via }) => {
    const isShipped = nodes.some((place) => shipped.has(place));
    const titles = via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`));
    return {
      isFailing: isShipped && FAILING.has(severity),
      line: `${isShipped ? 'shipped' : 'development'}, ${severity}: ${name}: ${titles.join('; ')}`,
    };
  });
  return { lines: found.map(({ line }) => line), isFailing: found.some(({ isFailing }) => isFailing) };
}

function main() {
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  const report = parse(stdout);
  const shipped = new Set(installedPackages().flatMap(({ place, isShipped }) => (isShipped ? [place] : [])));
  const judged = judge(report, shipped);
  if (judged === null) {
    console.log(`advisories: not known here (${report?.message ?? 'the registry did not answer'})`);
    return;
  }
  for (const line of judged.lines) console.log(line);
  console.log(`${judged.lines.length} packages with advisories`);
  process.exitCode = judged.isFailing ? 1 : 0;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
