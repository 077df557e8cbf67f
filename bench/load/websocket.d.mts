export class WebSocketClient {
  static open(address: { readonly port: number; readonly revision?: 3 | 4; readonly isDeflated?: boolean }): Promise<WebSocketClient>;
  onMessages: (count: number) => void;
  write(bytes: Buffer): void;
  close(): Promise<void>;
}
