export class HttpConnection {
  constructor(port: number);
  request(bytes: string | Buffer): Promise<Buffer>;
  close(): void;
}
