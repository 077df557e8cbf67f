#!/usr/bin/env node
// `npm run bench:start`: how soon the page is there. A browser host that nobody has used, and one with a server and fifty clients;
// each is loaded in a browser context of its own, so that nothing is in a cache. Reports medians, asserts nothing.
//
//   N=7                 loads
//   THROTTLE=1          4: a processor that is four times slower
//   CHROMIUM_PATH=…
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/peers.mjs';
import { CHROMIUM_ARGS, startHost } from './parts/page-host.mjs';
import { renderedChunks } from './parts/rendered-chunks.mjs';

const N = Number(process.env.N ?? 7);
const THROTTLE = Number(process.env.THROTTLE ?? 1);
/** What a page must have before it is of use, and what shows that it listens: neither changes anything that the next load would see. */
const SCREENS = [
  { name: 'first launch', args: [], isInteractive: emptyingThePortEndsTheButton },
  { name: 'running server', args: ['--serve', '0'], isInteractive: tabAnswers },
];

const executablePath = findChromium();
if (executablePath === null) throw new Error('no Chromium: set CHROMIUM_PATH');
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
console.log(`${N} loads each, processor ×1/${THROTTLE}, Node ${process.version}, Chromium ${browser.version()}; medians\n`);
console.log('| first screen | first paint ms | interactive ms | scripting ms | scripts | script kB | longest task ms | all there ms |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const { name, args, isInteractive } of SCREENS) {
  const loads = [];
  for (let n = 0; n < N; n++) loads.push(await load(args, isInteractive));
  const of = (key) => median(loads.map((each) => each[key]));
  const cells = [of('paint'), of('interactive'), of('scripting'), of('scripts'), of('bytes') / 1000, of('longest'), of('all')];
  console.log(`| ${name} | ${cells.map((value) => value.toFixed(0)).join(' | ')} |`);
}
await browser.close();

console.log('\n| chunk | kB | gzip kB | loaded |\n| --- | ---: | ---: | --- |');
for (const { name, bytes, gzipBytes, isFirst } of renderedChunks('out/renderer')) {
  console.log(`| ${name} | ${(bytes / 1000).toFixed(1)} | ${(gzipBytes / 1000).toFixed(1)} | ${isFirst ? 'at first' : ''} |`);
}

/** One cold load. A link can be used once: each load has a host of its own. */
async function load(args, isInteractive) {
  const host = await startHost(args);
  const clients = host.serverUrl === null ? null : await startClients(host.serverUrl);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  if (THROTTLE !== 1) await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.addInitScript(watchTasks);
  await page.addInitScript(isInteractive);
  await page.goto(host.consoleUrl, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.interactiveAt !== undefined, null, { polling: 100 });
  const scripting = await scriptSeconds(session);
  // What is fetched for later comes when the page is idle.
  await page.waitForLoadState('networkidle');
  const times = await page.evaluate(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    const first = scripts.filter(({ startTime }) => startTime < globalThis.interactiveAt);
    return {
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      interactive: globalThis.interactiveAt,
      scripts: first.length,
      bytes: first.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
      longest: Math.max(0, ...globalThis.longTasks),
      all: Math.max(...scripts.map(({ responseEnd }) => responseEnd)),
    };
  });
  await context.close();
  clients?.kill();
  await host.stop();
  return { ...times, scripting: scripting * 1000 };
}

/** Fifty sockets, two hundred events a second: enough for every chart to have something to draw. */
async function startClients(serverUrl) {
  const generator = fork(new URL('./generator.mjs', import.meta.url), [new URL(serverUrl).port, '50', '5', '200', '0', '1']);
  await once(generator, 'message');
  return generator;
}

async function scriptSeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration').value;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** In the page: tasks of more than 50 ms. */
function watchTasks() {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
}

/** In the page: the port is emptied as a person would as soon as it is there; the button goes off when the application listens. */
function emptyingThePortEndsTheButton() {
  const look = () => {
    const port = document.querySelector('[data-testid="port-input"]');
    const button = document.querySelector('[data-testid="source-start"]');
    if (port !== null && port.value !== '') {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(port, '');
      port.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (button?.disabled) globalThis.interactiveAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** In the page: the tab of the sockets is chosen as soon as it is there, once the screen before it has been drawn. */
function tabAnswers() {
  const look = () => {
    const tab = document.querySelector('[data-testid="tab-sockets"]');
    // The screen that is shown first has its charts.
    const isDrawn = document.querySelector('.recharts-surface') !== null;
    if (isDrawn) tab?.click();
    if (tab?.getAttribute('aria-selected') === 'true') globalThis.interactiveAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
