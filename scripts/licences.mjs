#!/usr/bin/env node
// `npm run licences`: fails for an installed package whose licence is not allowed here.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** By their names in SPDX. They ask for a notice at most. */
const ALLOWED = new Set(
  'MIT MIT-0 ISC BSD-2-Clause BSD-3-Clause 0BSD Apache-2.0 BlueOak-1.0.0 CC0-1.0 CC-BY-3.0 CC-BY-4.0 Unlicense Python-2.0 WTFPL Zlib'.split(' '),
);
/** Of development, and no part of what is shipped: used as they are. */
const DEVELOPMENT = new Set(['MPL-2.0']);
/** Old clients of Socket.IO, which tests talk to, and what they need: MIT by their readme files, and their package.json says nothing. */
const UNSAID = new Set(
  'arraybuffer.slice better-assert blob callsite component-bind component-emitter component-inherit indexof ms object-component options'.split(' '),
);

/** What the build of each part has bundled: electron.vite.config.ts writes it. */
const BUNDLED = '.cache/bundled';

/** Every installed package. `isShipped`: packed, bundled, or installed with the library. */
export function installedPackages() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const bundled = bundledPlaces();
  return Object.entries(packages)
    .filter(([place, { link }]) => place !== '' && link !== true && existsSync(join(place, 'package.json')))
    .map(([place, { dev = false, devOptional = false, peer = false }]) => {
      const { name, version, license, licenses } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
      const isShipped = bundled.has(place) || !(dev || devOptional || peer);
      const said = textOf(license ?? licenses);
      return { name, version, licence: said === 'none' && !isShipped && UNSAID.has(name) ? 'MIT' : said, place, isShipped };
    });
}

/** A SPDX expression without nesting: one of the alternatives, with all that it is made of. */
export function isAllowed(licence, isShipped) {
  const isKnown = (name) => ALLOWED.has(name) || (!isShipped && DEVELOPMENT.has(name));
  return licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((name) => isKnown(name.trim())));
}

/** The licences of what is shipped, each with the text that its package has. */
export function writeNotices(file) {
  const shipped = installedPackages().filter(({ isShipped, name }) => isShipped && !name.startsWith('@types/'));
  const texts = shipped
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, version, licence, place }) => `${name} ${version}\nLicence: ${licence}\n\n${licenceText(place)}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `Patchbay contains these packages.\n\n${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

function bundledPlaces() {
  if (!existsSync(BUNDLED)) return new Set();
  return new Set(readdirSync(BUNDLED).flatMap((name) => JSON.parse(readFileSync(join(BUNDLED, name), 'utf8'))));
}

/** Old packages have an object, or a list of them. */
function textOf(given) {
  if (Array.isArray(given)) return given.map(textOf).join(' OR ');
  return typeof given === 'object' && given !== null ? textOf(given.type) : (given ?? 'none');
}

function licenceText(place) {
  const file = readdirSync(place).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined ? '(Its package has no file of the licence.)' : readFileSync(join(place, file), 'utf8').trim();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packages = installedPackages();
  const refused = packages.filter(({ licence, isShipped }) => !isAllowed(licence, isShipped));
  for (const { name, version, licence, isShipped } of refused) console.log(`${name} ${version}: ${licence}${isShipped ? ', and it is shipped' : ''}`);
  console.log(
    `${packages.length} packages, ${packages.filter(({ isShipped }) => isShipped).length} shipped, ${refused.length} with a licence that is not allowed`,
  );
  process.exitCode = refused.length === 0 ? 0 : 1;
}
