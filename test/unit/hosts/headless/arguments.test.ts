import { expect, it } from 'vitest';
import { parseArguments, USAGE } from '../../../../src/main/headless/arguments.ts';

it('opens the console on port 4400 and starts no server by default', () => {
  expect(parseArguments([])).toEqual({ uiPort: 4400, servePort: null, dataFolder: null, opensBrowser: true });
});

it('takes the ports, the folder and whether to open a browser', () => {
  const expected = { uiPort: 0, servePort: 3000, dataFolder: '/tmp/x', opensBrowser: false };
  expect(parseArguments(['--ui-port', '0', '--serve', '3000', '--data-folder', '/tmp/x', '--no-open'])).toEqual(expected);
  expect(parseArguments(['--ui-port=0', '--serve=3000', '--data-folder=/tmp/x', '--no-open'])).toEqual(expected);
});

it.each([
  [['--ui-port', 'abc'], '--ui-port "abc" is not a port'],
  [['--ui-port', '65536'], '--ui-port "65536" is not a port'],
  [['--serve', '-1'], 'serve'],
  [['--serve', '1e3'], '--serve "1e3" is not a port'],
  [['--serve='], '--serve "" is not a port'],
  [['--data-folder='], '--data-folder "" is not a folder'],
  [['--nope'], '--nope'],
  [['extra'], 'extra'],
])('refuses %j and says why', (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});

it('says all of them in its usage', () => {
  for (const option of ['--ui-port', '--serve', '--data-folder', '--no-open']) expect(USAGE.split(option).length).toBe(3);
});
