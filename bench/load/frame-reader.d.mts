export class FrameReader {
  onFrame: ((payload: Buffer, opcode: number) => void) | null;
  readonly isClosed: boolean;
  constructor(onFrame?: ((payload: Buffer, opcode: number) => void) | null);
  push(chunk: Buffer): number;
}
