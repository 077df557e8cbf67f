// A NestJS application with a gateway. In TypeScript the calls at the foot of each class are decorators above it.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { PatchbayIoAdapter } from './patchbay-io-adapter.mjs';

class HelloController {
  root() {
    return 'hello from NestJS';
  }
}
Controller()(HelloController);
Get()(HelloController.prototype, 'root', Object.getOwnPropertyDescriptor(HelloController.prototype, 'root'));

class HelloGateway {
  handleConnection(socket) {
    socket.emit('welcome', socket.id);
  }

  hello(_socket, name) {
    return `hello ${name}`;
  }

  async shout(_socket, text) {
    return { event: 'shouted', data: text.toUpperCase() };
  }
}
WebSocketGateway()(HelloGateway);
for (const message of ['hello', 'shout']) {
  SubscribeMessage(message)(HelloGateway.prototype, message, Object.getOwnPropertyDescriptor(HelloGateway.prototype, message));
}

class AppModule {}
Module({ controllers: [HelloController], providers: [HelloGateway] })(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useWebSocketAdapter(new PatchbayIoAdapter(app));
await app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
console.log(`listening on http://127.0.0.1:${app.getHttpServer().address().port}`);
