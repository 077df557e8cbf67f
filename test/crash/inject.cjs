// Preloaded into a writer: counts what it does to the files of one folder, tells it, and ends the process there and then at one of these steps.
//
//   CRASH_FOLDER   the folder
//   CRASH_STEP     the process is killed before this step, the first is 1; never without it
//   CRASH_TORN     the process is killed in the middle of this write, the first is 1
//   CRASH_TRACE    a file that gets every step with its bytes, and every line of the output, in order

const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const nodePath = require('node:path');

const { CRASH_FOLDER, CRASH_STEP, CRASH_TORN, CRASH_TRACE } = process.env;
const root = nodePath.resolve(CRASH_FOLDER);
const crashStep = Number(CRASH_STEP ?? 0);
const tornWrite = Number(CRASH_TORN ?? 0);
const plain = { ...fs };
const paths = new Map();
const trace = [];
let steps = 0;
let writes = 0;

const isOurs = (path) => typeof path === 'string' && (nodePath.resolve(path) === root || nodePath.resolve(path).startsWith(root + nodePath.sep));

function before() {
  if (++steps === crashStep) end();
}

function end() {
  process.kill(process.pid, 'SIGKILL');
}

function note(op, path, more = {}) {
  trace.push({ op, path: nodePath.resolve(path), ...more });
}

/** The promise form of an operation on a path. */
function wrapAsync(name, note) {
  const run = fs.promises[name];
  fs.promises[name] = async (path, ...rest) => {
    if (!isOurs(path)) return run(path, ...rest);
    before();
    const result = await run(path, ...rest);
    note(path, rest, result);
    return result;
  };
}

function wrapSync(name, note) {
  const run = fs[name];
  fs[name] = (path, ...rest) => {
    if (!isOurs(path)) return run(path, ...rest);
    before();
    const result = run(path, ...rest);
    note(path, rest, result);
    return result;
  };
}

const OPERATIONS = {
  rename: (path, [to]) => note('rename', path, { to: nodePath.resolve(to) }),
  unlink: (path) => note('remove', path),
  rm: (path) => note('remove', path),
  rmdir: (path) => note('remove', path),
  mkdir: (path, _rest, made) => made !== undefined && note('mkdir', path),
};
for (const [name, noted] of Object.entries(OPERATIONS)) {
  wrapAsync(name, noted);
  wrapSync(`${name}Sync`, noted);
}

wrapAsync('open', (path, [flags], handle) => {
  if (flags !== 'r') note('create', path);
  const { writeFile, sync, close } = handle;
  handle.writeFile = async (data) => {
    before();
    if (++writes === tornWrite) {
      await handle.write(Buffer.from(data).subarray(0, Buffer.byteLength(data) / 2));
      end();
    }
    await writeFile.call(handle, data);
    note('write', path, { base64: Buffer.from(data).toString('base64') });
  };
  handle.sync = async () => {
    before();
    await sync.call(handle);
    note('sync', path);
  };
  handle.close = async () => {
    before();
    await close.call(handle);
  };
});
wrapSync('openSync', (path, [flags], file) => {
  if (flags !== 'r') note('create', path);
  paths.set(file, path);
});

const { writeFileSync, fsyncSync, closeSync, writeSync } = plain;
fs.writeFileSync = (file, data, ...rest) => {
  const path = paths.get(file);
  if (path === undefined) return writeFileSync(file, data, ...rest);
  before();
  if (++writes === tornWrite) {
    writeSync(file, Buffer.from(data).subarray(0, Buffer.byteLength(data) / 2));
    end();
  }
  writeFileSync(file, data);
  note('write', path, { base64: Buffer.from(data).toString('base64') });
};
fs.fsyncSync = (file) => {
  const path = paths.get(file);
  if (path !== undefined) before();
  fsyncSync(file);
  if (path !== undefined) note('sync', path);
};
fs.closeSync = (file) => {
  if (paths.delete(file)) before();
  closeSync(file);
};
fs.writeSync = (file, data, ...rest) => {
  if (file === 1) trace.push({ op: 'say', line: Buffer.from(data).toString().trim() });
  return writeSync(file, data, ...rest);
};
syncBuiltinESMExports();

process.on('exit', () => {
  if (CRASH_TRACE !== undefined) writeFileSync(CRASH_TRACE, JSON.stringify(trace));
});
