// What a server answers beside its Socket.IO path: a word at `/`, or the files of a folder. GET and HEAD only; no file whose
// name, or whose folder's, begins with a dot, and none outside the folder.

import { stat } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isAbsolute } from 'node:path';
import serveStatic, { type RequestHandler } from 'serve-static';
import { ContractError } from '../../../../contract/frame.ts';

/** `folder` is asked at each request, so that another holds at once; empty: none. */
export function plainRequests(folder: () => string): RequestListener {
  let served = { folder: '', handler: null as RequestHandler<ServerResponse> | null };
  return (request, response) => {
    if (served.folder !== folder()) served = { folder: folder(), handler: folder() === '' ? null : filesOf(folder()) };
    if (served.handler === null) answerWithoutFiles(request, response);
    else answerFromFiles(served.handler, request, response);
  };
}

/** Fails with `BAD_STATIC_FOLDER`. */
export async function requireFolder(folder: string): Promise<void> {
  if (folder === '') return;
  if (!isAbsolute(folder)) throw new ContractError('BAD_STATIC_FOLDER', `"${folder}" does not begin at the root of a disk`);
  const found = await stat(folder).catch(() => null);
  if (found === null) throw new ContractError('BAD_STATIC_FOLDER', `"${folder}" is not there, or may not be read`);
  if (!found.isDirectory()) throw new ContractError('BAD_STATIC_FOLDER', `"${folder}" is not a folder`);
}

function filesOf(folder: string): RequestHandler<ServerResponse> {
  return serveStatic(folder, { dotfiles: 'ignore', index: 'index.html', setHeaders: setNoSniff });
}

function answerFromFiles(handler: RequestHandler<ServerResponse>, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    answerText(response, 405, 'Method not allowed\n');
    return;
  }
  // What is read of a file may fail: it is as good as missing.
  handler(request, response, () => answerText(response, 404, 'Not found\n'));
}

function answerWithoutFiles({ url, method }: IncomingMessage, response: ServerResponse): void {
  const isRoot = url === '/' && (method === 'GET' || method === 'HEAD');
  if (isRoot) answerText(response, 200, 'This is a Patchbay Socket.IO server. Point a Socket.IO client at it.\n');
  else answerText(response, 404, 'Not found\n');
}

function answerText(response: ServerResponse, status: number, text: string): void {
  setNoSniff(response);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}

function setNoSniff(response: ServerResponse): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
}
