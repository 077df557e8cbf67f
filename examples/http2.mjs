// Over TLS with HTTP/2: polling runs over HTTP/2, WebSocket over HTTP/1.1 on the same port.
//
//   KEY=key.pem CERT=cert.pem node examples/http2.mjs
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { Server } from 'patchbay/server';

const httpServer = createSecureServer({ allowHTTP1: true, key: readFileSync(process.env.KEY), cert: readFileSync(process.env.CERT) }, (req, res) => {
  res.end(`hello over HTTP/${req.httpVersion}`);
});
const io = new Server(httpServer);

io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer(`hello ${name}`));
});

httpServer.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on https://127.0.0.1:${httpServer.address().port}`);
});
