#!/usr/bin/env node
// `npm run icons`: build/icon.svg as build/icons/<n>x<n>.png, and as build/icon.png, of which electron-builder makes the icons of Windows and macOS.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from './peers.mjs';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const executablePath = findChromium();
if (executablePath === null) throw new Error('no Chromium: set CHROMIUM_PATH');

const picture = `data:image/svg+xml;base64,${readFileSync('build/icon.svg').toString('base64')}`;
rmSync('build/icons', { recursive: true, force: true });
mkdirSync('build/icons', { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } img { display: block }</style><img src="${picture}" width="${size}" height="${size}">`);
  await page.screenshot({ path: `build/icons/${size}x${size}.png`, omitBackground: true });
}
await page.screenshot({ path: 'build/icon.png', omitBackground: true });
await browser.close();
