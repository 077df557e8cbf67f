import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageTemplate } from '../../../../src/contract/message.ts';
import { MAX_MESSAGE_DEPTH, MAX_MESSAGE_FILE_BYTES, MAX_MESSAGE_FILES, MAX_MESSAGE_FOLDER_BYTES } from '../../../../src/main/console/limits.ts';
import { readMessage, writeMessage } from '../../../../src/main/console/messages/message-file.ts';
import { MessageFolder } from '../../../../src/main/console/messages/message-folder.ts';

const message: MessageTemplate = {
  event: 'chat',
  target: { to: 'rooms', namespace: '/', rooms: ['lobby'], except: [] },
  args: [
    { type: 'json', text: '{\n  "text": "{{greeting}}"\n}' },
    { type: 'binary', base64: Buffer.alloc(100, 7).toString('base64'), name: 'seven.bin' },
    { type: 'boolean', value: true },
    { type: 'null' },
    { type: 'number', text: '1.50' },
  ],
  attachments: ['AAEC'],
  ackTimeoutMs: 5000,
  volatile: false,
  compress: true,
};

let base: string;
let root: string;
let folder: MessageFolder;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'patchbay-messages-'));
  root = join(base, 'messages');
  folder = new MessageFolder(root);
});

afterEach(async () => {
  await folder.close();
  rmSync(base, { recursive: true, force: true });
});

const failsWith = (code: string) => expect.objectContaining({ code });

describe('a message file', () => {
  it('reads as it was written, and well in a diff', () => {
    const text = writeMessage(message);
    expect(readMessage(text)).toEqual(message);
    expect(text).toContain('"  \\"text\\": \\"{{greeting}}\\""');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(100);
    expect(writeMessage(readMessage(text) as MessageTemplate)).toBe(text);
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['another file', '{"version":1}', /patchbay/],
    ['a later version', '{"patchbay":"message","version":2}', /version/],
    ['a bad argument', writeMessage(message).replace('"boolean"', '"bool"'), /args/],
    ['a bad target', writeMessage(message).replace('"rooms",', '"nobody",'), /target/],
  ])('says what is wrong with %s', (_what, text, problem) => {
    expect(readMessage(text)).toMatch(problem);
  });
});

describe('a message folder', () => {
  it('is empty until something is saved, and has it then', async () => {
    await folder.open();
    expect(folder.contents).toEqual({ problem: null, folders: [], messages: [], omitted: 0 });
    expect(await folder.save(message, { folder: '', name: 'Greet' })).toBe('Greet.message.json');
    await folder.makeFolder('', '聊天');
    await folder.save({ ...message, event: 'join' }, { folder: '聊天', name: 'Join now' });
    expect(folder.contents.folders).toEqual(['聊天']);
    expect(folder.contents.messages.map(({ path, name, message: read }) => [path, name, read?.event])).toEqual([
      ['Greet.message.json', 'Greet', 'chat'],
      ['聊天/Join now.message.json', 'Join now', 'join'],
    ]);
  });

  it('writes over a message, and over no other', async () => {
    await folder.open();
    const path = await folder.save(message, { folder: '', name: 'a' });
    await folder.save({ ...message, event: 'changed' }, { path });
    expect(folder.contents.messages).toMatchObject([{ message: { event: 'changed' } }]);
    await expect(folder.save(message, { folder: '', name: 'a' })).rejects.toThrow(failsWith('FILE_EXISTS'));
  });

  it('saves one of two new messages with one name, however close they come', async () => {
    await folder.open();
    const saves = ['first', 'second'].map((event) => folder.save({ ...message, event }, { folder: '', name: 'a' }));
    expect((await Promise.allSettled(saves)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(folder.contents.messages).toMatchObject([{ message: { event: 'first' } }]);
  });

  it('moves no message over another whose name differs by case alone', async () => {
    await folder.open();
    const path = await folder.save(message, { folder: '', name: 'a' });
    writeFileSync(join(root, 'A.message.json'), writeMessage({ ...message, event: 'other' }));
    const isCaseBlind = readdirSync(root).length === 1;
    const moved = folder.move(path, { folder: '', name: 'A' });
    if (isCaseBlind) expect(await moved).toBe('A.message.json');
    else await expect(moved).rejects.toThrow(failsWith('FILE_EXISTS'));
  });

  it('is written whole before it has finished closing', async () => {
    await folder.open();
    const saving = folder.save(message, { folder: '', name: 'a' });
    await folder.close();
    expect(readFileSync(join(root, 'a.message.json'), 'utf8')).toBe(writeMessage(message));
    await saving;
  });

  it('moves and removes messages and folders', async () => {
    await folder.open();
    const path = await folder.save(message, { folder: '', name: 'a' });
    await folder.save(message, { folder: '', name: 'b' });
    await expect(folder.move(path, { folder: '', name: 'b' })).rejects.toThrow(failsWith('FILE_EXISTS'));
    expect(await folder.move(path, { folder: 'in/here', name: 'c' })).toBe('in/here/c.message.json');
    expect(await folder.move('in', { folder: '', name: 'out' })).toBe('out');
    await expect(folder.remove('out/here')).rejects.toThrow(failsWith('FILE_FAILED'));
    await folder.remove('out/here/c.message.json');
    await folder.remove('out/here');
    expect(folder.contents.folders).toEqual(['out']);
    await expect(folder.remove('gone.message.json')).rejects.toThrow(failsWith('FILE_GONE'));
  });

  it.each(['../out', '/etc/passwd', 'a/../../b', '.hidden', 'a\\b', 'con', 'a:b', '', ' ', 'x'.repeat(101), 'a\u0000b'])(
    'takes no name like %j',
    async (name) => {
      await folder.open();
      await expect(folder.save(message, { folder: '', name })).rejects.toThrow(failsWith('BAD_NAME'));
      await expect(folder.remove(`${name}/x.message.json`)).rejects.toThrow(failsWith(/^[^./ ]{101}$/.test(name) ? 'FILE_GONE' : 'BAD_NAME'));
    },
  );

  it('writes in place of a link, not where it leads', async () => {
    mkdirSync(root);
    writeFileSync(join(base, 'outside'), 'as it was');
    symlinkSync(join(base, 'outside'), join(root, 'x.message.json'));
    await folder.open();
    await folder.save(message, { path: 'x.message.json' });
    expect(readFileSync(join(base, 'outside'), 'utf8')).toBe('as it was');
    expect(readFileSync(join(root, 'x.message.json'), 'utf8')).toBe(writeMessage(message));
  });

  it('follows no link that leads elsewhere', async () => {
    mkdirSync(join(base, 'elsewhere'));
    mkdirSync(root);
    symlinkSync(join(base, 'elsewhere'), join(root, 'link'));
    writeFileSync(join(base, 'elsewhere', 'x.message.json'), writeMessage(message));
    await folder.open();
    expect(folder.contents).toMatchObject({ folders: [], messages: [] });
    await expect(folder.save(message, { folder: 'link', name: 'x' })).rejects.toThrow(failsWith('BAD_NAME'));
    expect(readdirSync(join(base, 'elsewhere'))).toEqual(['x.message.json']);
  });

  it('sees what other programs change', async () => {
    mkdirSync(root);
    await folder.open();
    writeFileSync(join(root, 'new.message.json'), writeMessage(message));
    await vi.waitFor(() => expect(folder.contents.messages).toMatchObject([{ name: 'new', message: { event: 'chat' } }]), 5000);
    writeFileSync(join(root, 'new.message.json'), 'broken');
    await vi.waitFor(() => expect(folder.contents.messages).toMatchObject([{ message: null, problem: expect.stringMatching(/JSON/) }]), 5000);
    rmSync(join(root, 'new.message.json'));
    await vi.waitFor(() => expect(folder.contents.messages).toEqual([]), 5000);
  });

  it('leaves what can not be understood as it is', async () => {
    mkdirSync(root);
    writeFileSync(join(root, 'later.message.json'), '{"patchbay":"message","version":9}');
    await folder.open();
    expect(folder.contents.messages).toMatchObject([{ message: null, problem: expect.stringContaining('version 9 is of a later Patchbay') }]);
    await expect(folder.save(message, { path: 'later.message.json' })).rejects.toThrow(failsWith('FILE_FAILED'));
    expect(readFileSync(join(root, 'later.message.json'), 'utf8')).toBe('{"patchbay":"message","version":9}');
  });

  it('reads messages of MAX_MESSAGE_FOLDER_BYTES altogether, and counts the rest', async () => {
    mkdirSync(root);
    const text = writeMessage({ ...message, args: [{ type: 'text', text: 'x'.repeat(900_000) }] });
    const fitting = Math.floor(MAX_MESSAGE_FOLDER_BYTES / Buffer.byteLength(text));
    for (let index = 0; index < fitting + 2; index++) writeFileSync(join(root, `${String(index).padStart(3, '0')}.message.json`), text);
    await folder.open();
    expect([folder.contents.messages.length, folder.contents.omitted]).toEqual([fitting, 2]);
  });

  it('reads up to MAX_MESSAGE_FILES, none over MAX_MESSAGE_FILE_BYTES, and not deeper than MAX_MESSAGE_DEPTH', async () => {
    mkdirSync(join(root, ...Array.from({ length: MAX_MESSAGE_DEPTH + 2 }, () => 'deep')), { recursive: true });
    for (let index = 0; index <= MAX_MESSAGE_FILES; index++) writeFileSync(join(root, `${String(index).padStart(5, '0')}.message.json`), '');
    writeFileSync(join(root, '00000.message.json'), ' '.repeat(MAX_MESSAGE_FILE_BYTES + 1));
    await folder.open();
    const { messages, omitted, folders } = folder.contents;
    expect([messages.length, omitted, folders.length]).toEqual([MAX_MESSAGE_FILES, 1, MAX_MESSAGE_DEPTH]);
    expect(messages[0]?.problem).toMatch(/more than/);
  });
});
