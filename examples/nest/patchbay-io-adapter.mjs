// What gateways of NestJS run on: the part of `@nestjs/platform-socket.io`'s IoAdapter, on Patchbay's server.
import { AbstractWsAdapter } from '@nestjs/websockets';
import { Server } from 'patchbay/server';
import { filter, from, fromEvent, map, mergeMap, takeUntil } from 'rxjs';

export class PatchbayIoAdapter extends AbstractWsAdapter {
  create(port, { namespace, server, ...options } = {}) {
    const io = server ?? this.createIOServer(port, options);
    return namespace ? io.of(namespace) : io;
  }

  createIOServer(port, options) {
    // 0: the gateway shares the port of the application.
    return new Server(this.httpServer && port === 0 ? this.httpServer : port, options);
  }

  bindMessageHandlers(socket, handlers, transform) {
    const disconnected = fromEvent(socket, 'disconnect');
    for (const { message, callback } of handlers) {
      fromEvent(socket, message, (...args) => args)
        .pipe(
          mergeMap((args) => {
            const acknowledge = typeof args.at(-1) === 'function' ? args.pop() : undefined;
            const data = args.length > 1 ? args : args[0];
            return from(transform(callback(data, acknowledge))).pipe(map((response) => ({ response, acknowledge })));
          }),
          filter(({ response }) => response !== undefined && response !== null),
          takeUntil(disconnected),
        )
        .subscribe(({ response, acknowledge }) => {
          if (response.event) socket.emit(response.event, response.data);
          else acknowledge?.(response);
        });
    }
  }
}
