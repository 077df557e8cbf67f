import { calls } from '../../../src/contract/calls.ts';
import { ContractError } from '../../../src/contract/frame.ts';
import { fillMessage, messageTemplate } from '../../../src/contract/message.ts';
import { blankJson, type Filled, fillJson, fillText, hasTemplate } from '../../../src/contract/template.ts';
import { encode } from '../../../src/core/protocol/encode.ts';
import { PACKET } from '../../../src/core/protocol/packet.ts';
import { readMessage, writeMessage } from '../../../src/main/console/messages/message-file.ts';
import { withAttachments } from '../../../src/main/console/messages/values.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';
import { sampleOf } from './schema-sample.ts';

const VALUES = {
  variables: { a: 'x', quoted: '"}', json: '{"b":1}', n: '{{a}}', toString: 'own' },
  n: 3,
  nowMs: 1_700_000_000_000,
  random: () => 0.5,
};

/** The file of a saved message, and the message that is sent of it. */
export const messageFile: Target = {
  name: 'message-file',
  format: 'json',
  weight: 3,
  words: [
    'patchbay',
    'message',
    'version',
    'event',
    'target',
    'args',
    'type',
    'lines',
    'text',
    'binary',
    'number',
    'attachments',
    '{{a}}',
    '{{$n}}',
    '1e3',
    'QUE=',
  ],
  seeds: () =>
    Array.from({ length: 24 }, (_, seed) => {
      const sample = messageTemplate.safeParse(sampleOf(messageTemplate, seed));
      return sample.success ? writeMessage(sample.data) : '{}';
    }),
  run(input) {
    const message = readMessage(input);
    if (typeof message === 'string') return 'UNREADABLE';
    const written = writeMessage(message);
    must(JSON.stringify(readMessage(written)) === JSON.stringify(message), 'reads another message from what it wrote');
    const filled = fillMessage(message, VALUES);
    if (!filled.isValid) return filled.fault.problem;
    const { event, target, args, attachments, ...flags } = filled.message;
    const params = calls['message.send'].params.safeParse({ sourceId: 's', event, target, args, attachments, ...flags });
    if (!params.success) return 'BAD_PARAMS';
    const values = attempt(() => withAttachments(args, attachments), ContractError);
    if (!values.isOk) return codeOf(values.error);
    encode({ type: PACKET.EVENT, nsp: '/', data: [event, ...values.value] });
    return 'ok';
  },
};

/** Variables and generators in a text and in JSON. */
export const template: Target = {
  name: 'template',
  format: 'text',
  weight: 4,
  words: [
    '{{a}}',
    '{{ a }}',
    '{{quoted}}',
    '{{json}}',
    '{{n}}',
    '{{$n}}',
    '{{$uuid}}',
    '{{$now}}',
    '{{$isoNow}}',
    '{{$randomInt 1 6}}',
    '{{$randomHex 8}}',
    '{{',
    '}}',
    '"',
    '\\"',
    '{{__proto__}}',
    '{{toString}}',
    '{{$randomHex 1e9}}',
  ],
  run(input) {
    const text = fillText(input, VALUES);
    const json = fillJson(input, VALUES);
    for (const filled of [text, json]) checkFaults(input, filled);
    must(text.faults.length === json.faults.length, 'a text has other faults than JSON');
    const blank = blankJson(input);
    must(blank.length === input.length, 'a blank has another length');
    if (!hasTemplate(input)) must(text.text === input && json.text === input && blank === input, 'changes a text that has no template');
    if (json.faults.length > 0) return json.faults[0]?.problem ?? '';
    if (!attempt(() => JSON.parse(json.text) as unknown, SyntaxError).isOk) return 'NOT_JSON';
    must(attempt(() => JSON.parse(blank) as unknown, SyntaxError).isOk, 'a blank of JSON is none');
    return 'ok';
  },
};

function checkFaults(input: string, { faults }: Filled): void {
  for (const { at, value } of faults) must(input.startsWith('{{', at) && value.length > 0, 'a fault is somewhere else');
}
