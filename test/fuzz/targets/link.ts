import { isDeepStrictEqual } from 'node:util';
import { formatAddress, isPathEvident, parseAddress } from '../../../src/contract/client-address.ts';
import { namespaceName } from '../../../src/contract/client-settings.ts';
import { parseLink } from '../../../src/contract/deep-link.ts';
import { must, type Target } from '../target.ts';

const MAX_LENGTH = 2048;

/** A link that somebody opened, and an address that somebody typed. */
export const link: Target = {
  name: 'link',
  format: 'text',
  weight: 3,
  words: [
    'patchbay://connect?url=',
    'https://shop.test',
    ':8443',
    '/live',
    '/socket.io',
    '&kind=admin',
    '&name=',
    '&environment=prod',
    '%',
    '%2F',
    '?token=1',
    '#',
    '@',
    '[::1]',
    'ws://',
    'EIO=4',
    '\\',
    '//',
    'xn--',
    '。',
    '/engine.io/a',
    '&__proto__=1',
  ],
  run(input) {
    const wanted = parseLink(input);
    if (wanted !== null) must(parseAddress(wanted.url).isValid && wanted.name.length <= 512, 'a link has no address');
    const parsed = parseAddress(input);
    if (!parsed.isValid) return wanted === null ? parsed.problem : 'ok';
    const { origin, path, namespace, query } = parsed.address;
    must(namespaceName.safeParse(namespace).success, 'a namespace is none that the settings take');
    must(/^(https?|wss?):\/\/[^/?#]+$/.test(origin) && origin.length <= MAX_LENGTH, 'an origin is none that the settings take');
    must(/^\/[^?#]*$/.test(path) && path.length <= 1024, 'a path is none that the settings take');
    must(
      query.every(({ name, value }) => typeof name === 'string' && typeof value === 'string'),
      'a query has what is no text',
    );
    const written = formatAddress(parsed.address);
    // Whoever types a space at the end means none; and with a scheme that was left out it may be too long to be typed.
    if (written !== written.trim() || written.length > MAX_LENGTH) return 'ok';
    const again = parseAddress(written);
    must(again.isValid && again.address.origin === origin, 'an address that was written has another origin');
    const isShown = isPathEvident(path) || path === '/socket.io';
    if (isShown)
      must(isDeepStrictEqual([again.address.path, again.address.namespace], [path, namespace]), 'an address that was written leads elsewhere');
    return 'ok';
  },
};
