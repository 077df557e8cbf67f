/** What is used of a connection of `amqplib`'s promise API. */
export interface AmqpConnection {
  createChannel(): Promise<AmqpChannel>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  close(): Promise<void>;
}

export interface AmqpChannel {
  assertExchange(name: string, type: string, options: { durable: boolean }): Promise<unknown>;
  assertQueue(name: string, options: { exclusive: boolean; autoDelete: boolean; durable: boolean }): Promise<{ readonly queue: string }>;
  bindQueue(queue: string, exchange: string, key: string): Promise<unknown>;
  consume(queue: string, onMessage: (message: { readonly content: Buffer } | null) => void, options: { noAck: boolean }): Promise<unknown>;
  deleteQueue(queue: string): Promise<unknown>;
  publish(exchange: string, key: string, content: Buffer): boolean;
  on(event: 'close' | 'error', listener: (error?: unknown) => void): unknown;
  close(): Promise<void>;
}
