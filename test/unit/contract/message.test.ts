import { describe, expect, it } from 'vitest';
import { fillMessage, MAX_ATTACHMENTS, type MessageArgument, type MessageTemplate, messageTemplate } from '../../../src/contract/message.ts';

const values = { variables: { room: 'lobby', n: '7' }, n: 1, nowMs: 0, random: () => 0 };
const message = (change: Partial<MessageTemplate> = {}): MessageTemplate => ({
  event: 'chat',
  target: { to: 'all' },
  args: [],
  attachments: [],
  ackTimeoutMs: null,
  volatile: false,
  compress: true,
  ...change,
});
const fill = (change: Partial<MessageTemplate>) => fillMessage(message(change), values);
const binary = (base64: string): MessageArgument => ({ type: 'binary', base64, name: null });

describe('a message', () => {
  it('has an argument of each type, and none is fine', () => {
    const args: MessageArgument[] = [
      { type: 'json', text: '{"n": {{n}}}' },
      { type: 'text', text: 'in {{room}}' },
      { type: 'number', text: ' {{n}}.5 ' },
      { type: 'boolean', value: false },
      { type: 'null' },
      binary('AAEC'),
    ];
    expect(fill({ args })).toMatchObject({
      isValid: true,
      message: { args: [{ n: 7 }, 'in lobby', 7.5, false, null, { _placeholder: true, num: 0 }], attachments: ['AAEC'] },
    });
    expect(fill({})).toMatchObject({ isValid: true, message: { args: [], attachments: [] } });
  });

  it('fills in its event and its rooms', () => {
    const target = { to: 'rooms', namespace: '/', rooms: ['{{room}}'], except: ['{{room}}:{{n}}'] } as const;
    const filled = fill({ event: ' {{room}}:said ', target: { ...target, rooms: [...target.rooms], except: [...target.except] } });
    expect(filled).toMatchObject({ message: { event: 'lobby:said', target: { rooms: ['lobby'], except: ['lobby:7'] } } });
  });

  it('numbers binary arguments after the attachments of its JSON', () => {
    const filled = fill({ args: [{ type: 'json', text: '{"_placeholder":true,"num":0}' }, binary('AQ=='), binary('Ag==')], attachments: ['AA=='] });
    expect(filled).toMatchObject({ message: { attachments: ['AA==', 'AQ==', 'Ag=='], args: [{ num: 0 }, { num: 1 }, { num: 2 }] } });
  });

  it.each<[Partial<MessageTemplate>, object]>([
    [{ event: '  ' }, { place: 'event', problem: 'EMPTY' }],
    [{ event: '{{who}}' }, { place: 'event', problem: 'UNKNOWN_VARIABLE', value: 'who' }],
    [{ args: [{ type: 'json', text: ' ' }] }, { place: 0, problem: 'EMPTY' }],
    [{ args: [{ type: 'null' }, { type: 'json', text: '{' }] }, { place: 1, problem: 'NOT_JSON' }],
    [{ args: [{ type: 'json', text: `${'['.repeat(20_000)}${']'.repeat(20_000)}` }] }, { place: 0, problem: 'NOT_JSON' }],
    [{ args: [{ type: 'number', text: 'ten' }] }, { place: 0, problem: 'NOT_A_NUMBER', value: 'ten' }],
    [{ args: [{ type: 'number', text: '1e999' }] }, { place: 0, problem: 'NOT_A_NUMBER' }],
    [{ target: { to: 'rooms', namespace: '/', rooms: ['{{who}}'], except: [] } }, { place: 'target', problem: 'UNKNOWN_VARIABLE' }],
    [{ args: Array.from({ length: MAX_ATTACHMENTS + 1 }, () => binary('AA==')) }, { place: MAX_ATTACHMENTS, problem: 'TOO_MANY_ATTACHMENTS' }],
  ])('says what keeps it from being sent: %j', (change, fault) => {
    expect(fill(change)).toMatchObject({ isValid: false, fault });
  });

  it.each(['AAE', 'A===', 'AA=A', '!!!!', 'AAEC\n'])('takes no bytes written as %j', (base64) => {
    expect(messageTemplate.safeParse(message({ args: [binary(base64)] })).success).toBe(false);
  });
});
