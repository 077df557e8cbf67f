#!/usr/bin/env node
// `npm run bench:console`: what watching costs. A browser host with its embedded server, a generator of 5,000 sockets and
// 5,000 events a second, and a real page that shows each screen in turn. Reports, asserts nothing.
// `page busy` is how long tasks of the page's main thread took, others on the machine included, `page CPU` what its process used;
// `loop p99` is how late the console's event loop was, at the 99th percentile; `to the page` is what came over the page's WebSocket.
//
//   SOCKETS=5000 ROOMS=200 RATE=5000    of the generator
//   NAMESPACES=1                        2: as many sockets over half as many connections
//   SECONDS=20                          per screen
//   SOAK=600                            seconds more on Traffic, which tell whether memory grows
//   CHROMIUM_PATH=…
//   FILTER='-ev:x /a+b/'                once more Traffic, filtered so
//   SCREENS=traffic,sockets             these alone
//   DRIVEN=1                            without a generator: the console's tap is told of the sockets and the packets in its own process
//   PROFILE=folder                      writes a CPU profile of the console, for each screen
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/peers.mjs';
import { bundleParts } from './bundle.mjs';
import { CHROMIUM_ARGS, startHost } from './parts/page-host.mjs';

const SOCKETS = Number(process.env.SOCKETS ?? 5000);
const NAMESPACES = Number(process.env.NAMESPACES ?? 1);
const ROOMS = Number(process.env.ROOMS ?? 200);
const RATE = Number(process.env.RATE ?? 5000);
const SOAK = Number(process.env.SOAK ?? 0);
const SECONDS = Number(process.env.SECONDS ?? 20);
const SCREENS = (process.env.SCREENS ?? 'overview,sockets,rooms,traffic,compose').split(',');
const FILTER = process.env.FILTER ?? '';
const IS_DRIVEN = process.env.DRIVEN === '1';
const PROFILE = process.env.PROFILE ?? '';

/** Before the host's own script. */
const WATCHED = ['--import', new URL('./parts/watched-process.mjs', import.meta.url).href];

const executablePath = findChromium();
if (executablePath === null) throw new Error('no Chromium: set CHROMIUM_PATH');
const {
  child: host,
  consoleUrl,
  serverUrl,
} = IS_DRIVEN ? await startDriven() : await startHost(['--serve', '0'], [...WATCHED, 'out/main/headless.cjs']);
const started = [];
process.on('exit', () => {
  for (const child of started) child.kill();
});
// One process holds as many sockets as it may open files.
const connections = SOCKETS / NAMESPACES;
const generators = IS_DRIVEN ? 0 : Math.ceil(connections / 10_000);
for (let n = 0; n < generators; n++) {
  const share = [connections, ROOMS, RATE].map((whole) => String(Math.round(whole / generators)));
  const generator = fork(new URL('./generator.mjs', import.meta.url), [new URL(serverUrl).port, ...share, String(n), String(NAMESPACES)]);
  started.push(generator);
  await once(generator, 'message');
}

const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
const system = await browser.newBrowserCDPSession();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
let received = 0;
page.on('websocket', (socket) => {
  socket.on('framereceived', ({ payload }) => {
    received += Buffer.byteLength(payload);
  });
});
await page.goto(consoleUrl);
await page.getByTestId('tab-sockets').waitFor();

console.log(
  `${SOCKETS} sockets (${connections} connections), ${ROOMS} rooms, ${RATE} events a second, ${SECONDS} s a screen, Node ${process.version}, Chromium ${browser.version()}\n`,
);
console.log(
  '| screen | longest task ms | tasks over 50 ms | frames dropped | page busy | page CPU | page heap MB | console RSS MB | console CPU | loop p99 ms | to the page kB/s | in/s |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const screen of SCREENS) await measure(screen);
if (FILTER !== '') await measure('traffic', FILTER);
console.log('\n| filter of | key to filtered rows, median ms | longest ms | keys |\n| --- | ---: | ---: | ---: |');
for (const [screen, words] of [
  // Ids are random: each letter leaves fewer.
  ['sockets', 'abc'],
  ['rooms', 'room-012'],
  ['traffic', 'chat'],
])
  await typeInto(screen, words);
if (SOAK > 0) await soak();

await browser.close();
process.exit();

async function measure(screen, filter = '') {
  await page.getByTestId(`tab-${screen}`).click();
  if (filter !== '') await page.locator('[data-filter]').fill(`${filter} `);
  await page.waitForTimeout(1000);
  if (PROFILE !== '') host.send({ ask: 'profile' });
  await loopDelay();
  const receivedBefore = received;
  const cpuBefore = cpuSeconds(host.pid);
  const pageCpuBefore = await pageCpuSeconds();
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] });
  const frames = await lookAround(screen);
  const receivedNow = received;
  const [cpuNow, pageCpuNow] = [cpuSeconds(host.pid), await pageCpuSeconds()];
  const tasks = mainThreadTasks(JSON.parse((await browser.stopTracing()).toString()));
  const [cpu, pageCpu] = [cpuNow - cpuBefore, pageCpuNow - pageCpuBefore].map((seconds) => seconds / SECONDS);
  const { p99Ms } = await loopDelay();
  if (PROFILE !== '') await writeProfile(screen);
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize);
  const status = await page.getByTestId('status-bar').innerText();
  const rate = /in\s+([\d,]+)\/s/.exec(status)?.[1] ?? '?';
  const cells = [
    tasks.longest.toFixed(0),
    tasks.over50,
    `${frames.dropped} of ${frames.expected}`,
    `${((tasks.total / 10 / SECONDS) | 0).toString()} %`,
    `${(pageCpu * 100).toFixed(0)} %`,
    (heap / 2 ** 20).toFixed(0),
    (rssBytes(host.pid) / 2 ** 20).toFixed(0),
    `${(cpu * 100).toFixed(0)} %`,
    p99Ms.toFixed(1),
    ((receivedNow - receivedBefore) / 1000 / SECONDS).toFixed(0),
    rate,
  ];
  console.log(`| ${screen}${filter === '' ? '' : `, \`${filter}\``} | ${cells.join(' | ')} |`);
}

/** Tables and the log are scrolled through all the while, as fast as a hand would. */
async function lookAround(screen) {
  await page.evaluate(() => {
    globalThis.frameTimes = [];
    const note = (at) => {
      globalThis.frameTimes?.push(at);
      if (globalThis.frameTimes) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const end = performance.now() + SECONDS * 1000;
  const grid = page.getByTestId(`grid-${screen}`);
  if ((await grid.count()) > 0) await grid.hover();
  for (let step = 0; performance.now() < end; step++) {
    if ((await grid.count()) > 0) await page.mouse.wheel(0, step % 60 < 45 ? 400 : -1000);
    await page.waitForTimeout(50);
  }
  return page.evaluate(() => {
    const times = globalThis.frameTimes;
    globalThis.frameTimes = null;
    const frame = 1000 / 60;
    let dropped = 0;
    for (let index = 1; index < times.length; index++) dropped += Math.max(0, Math.round((times[index] - times[index - 1]) / frame) - 1);
    return { dropped, expected: Math.round((times.at(-1) - times[0]) / frame) };
  });
}

/** From each key to the first frame that shows the rows it leaves: a different count of them, or in the log only such rows. Five times over. */
async function typeInto(screen, words) {
  await page.getByTestId(`tab-${screen}`).click();
  const filter = page.locator('[data-filter]');
  await page.locator(`[data-testid="grid-${screen}"] [data-testid="row"]`).first().waitFor();
  const durations = [];
  for (let round = 0; round < 5; round++) {
    await filter.focus();
    for (let length = 1; length <= words.length; length++) {
      await page.evaluate(watchFilter, [`grid-${screen}`, screen === 'traffic' ? words.slice(0, length) : null]);
      await page.keyboard.press(words[length - 1]);
      const ms = await page.evaluate(() => globalThis.filtered);
      if (ms !== null) durations.push(ms);
    }
    for (let back = 0; back < words.length; back++) await page.keyboard.press('Backspace');
    await page.waitForTimeout(1000);
  }
  durations.sort((a, b) => a - b);
  console.log(
    `| ${screen} | ${(durations[durations.length >> 1] ?? Number.NaN).toFixed(0)} | ${(durations.at(-1) ?? Number.NaN).toFixed(0)} | ${durations.length} |`,
  );
}

/** In the page, before the key; `filtered` is the time it took. `null` where nothing changes within two seconds: the key left the same rows. */
function watchFilter([testId, text]) {
  const grid = () => document.querySelector(`[data-testid="${testId}"]`);
  const count = grid()?.getAttribute('aria-rowcount');
  globalThis.filtered = new Promise((resolve) => {
    let pressed = null;
    // Rows that fit before the key tell nothing of it.
    if (text !== null && isFiltered()) return resolve(null);
    window.addEventListener('keydown', () => (pressed = performance.now()), { once: true, capture: true });
    const look = () => {
      const now = performance.now();
      if (pressed !== null && isFiltered()) resolve(now - pressed);
      else if (pressed !== null && now - pressed > 2000) resolve(null);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

  function isFiltered() {
    if (text === null) return grid()?.getAttribute('aria-rowcount') !== count;
    const rows = [...(grid()?.querySelectorAll('[data-testid="row"]') ?? [])];
    return rows.length > 0 && rows.every((row) => row.textContent.includes(text));
  }
}

async function soak() {
  await page.getByTestId('tab-traffic').click();
  console.log('\n| after | page heap MB | console RSS MB | loop p99 ms | to the page kB/s |\n| --- | ---: | ---: | ---: | ---: |');
  let [since, receivedBefore] = [performance.now(), received];
  await loopDelay();
  for (let seconds = 0; seconds <= SOAK; seconds += 60) {
    const { p99Ms } = await loopDelay();
    const perSecond = (received - receivedBefore) / (performance.now() - since);
    const heap = await heapAfterCollection();
    const sizes = [heap, rssBytes(host.pid)].map((bytes) => (bytes / 2 ** 20).toFixed(0));
    // At first there is no time to tell of.
    const rates = seconds === 0 ? ['', ''] : [p99Ms.toFixed(1), perSecond.toFixed(0)];
    console.log(`| ${[`${seconds / 60} min`, ...sizes, ...rates].join(' | ')} |`);
    [since, receivedBefore] = [performance.now(), received];
    if (seconds < SOAK) await page.waitForTimeout(60_000);
  }
}

async function heapAfterCollection() {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Tasks of the page's main thread: durations in ms. */
function mainThreadTasks({ traceEvents }) {
  const main = traceEvents.find((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain' && hasTasks(traceEvents, event));
  const durations = traceEvents
    .filter((event) => isTask(event) && event.pid === main?.pid && event.tid === main?.tid)
    .map((event) => event.dur / 1000);
  return {
    longest: Math.max(0, ...durations),
    over50: durations.filter((ms) => ms > 50).length,
    total: durations.reduce((sum, ms) => sum + ms, 0),
  };
}

function hasTasks(events, { pid, tid }) {
  return events.filter((event) => isTask(event) && event.pid === pid && event.tid === tid).length > 100;
}

function isTask(event) {
  return event.ph === 'X' && (event.name === 'RunTask' || event.name === 'ThreadControllerImpl::RunTask');
}

/** User and system time of a Linux process, s. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Of all threads of the page's process. */
async function pageCpuSeconds() {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ cpuTime }) => cpuTime));
}

function rssBytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

async function startDriven() {
  await bundleParts();
  const args = ['--serve', '--sockets', String(SOCKETS), '--rooms', String(ROOMS), '--rate', String(RATE)];
  return startHost(args, [...WATCHED, 'bench/servers/driven.mjs']);
}

/** Since it was asked last. */
async function loopDelay() {
  host.send({ ask: 'delay' });
  const [answer] = await once(host, 'message');
  return answer;
}

async function writeProfile(screen) {
  mkdirSync(PROFILE, { recursive: true });
  host.send({ ask: 'end of profile', file: resolve(join(PROFILE, `${screen}.cpuprofile`)) });
  await once(host, 'message');
}
