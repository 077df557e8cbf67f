import { validateHeaderValue } from 'node:http';
import { CookieJar, withCookies } from '../../../src/core/engine/client/cookie-jar.ts';
import { must, type Target } from '../target.ts';

/** `Set-Cookie` headers, one a line, as Node hands them over: no control character is in them. */
export const cookie: Target = {
  name: 'cookie',
  format: 'bytes',
  weight: 0.5,
  words: [
    '\n',
    '; ',
    '; Path=/',
    '; Domain=shop.test',
    '; Domain=test',
    '; Max-Age=0',
    '; Max-Age=-1',
    '; Expires=Thu, 01 Jan 1970',
    '; Secure',
    '=',
    '__Host-a=1',
    '"',
  ],
  run(input) {
    const headers = input.split('\n').map((line) => line.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, ''));
    const jar = new CookieJar();
    jar.store(headers, 'http://shop.test/socket.io/?EIO=4');
    const header = jar.header('http://shop.test/socket.io/?EIO=4&sid=a');
    must(jar.header('http://elsewhere.test/') === undefined, 'a cookie goes to another server');
    if (header === undefined) return 'NONE';
    validateHeaderValue('cookie', header);
    must(header.length <= input.length + 2 * headers.length, 'sends more than came');
    must(withCookies({ cookie: 'own=1' }, header).cookie === `own=1; ${header}`, "a program's own cookies are lost");
    return 'ok';
  },
};
