export { Decoder } from '../../src/core/protocol/decode.ts';
export { encode } from '../../src/core/protocol/encode.ts';
