import type { Server } from 'node:http';
import { connect as open, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createApp, createHttpServer } from '../../../server/app.ts';
import { startTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let server: Server;
let port: number;
beforeAll(async () => {
  app = await startTestApp();
  server = await new Promise<Server>((resolve) => {
    const listening: Server = createHttpServer(createApp(app.installation, { secureCookies: false })).listen(
      0,
      '127.0.0.1',
      () => resolve(listening),
    );
  });
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await app.close();
});

describe('a body that is refused', () => {
  it.concurrent(
    'need not be sent to its end: what still comes is thrown away, and who goes on for long is hung up on',
    async ({ expect }) => {
      const socket = open(port, '127.0.0.1');
      const begun = Date.now();
      let answer = '';
      socket.on('data', (data) => (answer += data.toString())).on('error', () => {});
      socket.write(
        `POST /api/municipalities/99901/imports/files?fileName=a.csv HTTP/1.1\r\nHost: town.example\r\nContent-Type: text/csv\r\nContent-Length: 20000000\r\n\r\n`,
      );
      const drip = setInterval(() => socket.write('x'.repeat(1000)), 100);
      await new Promise((resolve) => socket.on('close', resolve));
      clearInterval(drip);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(Date.now() - begun).toBeLessThan(12_000);
    },
  );

  it.concurrent('leaves the connection to the next question where it was short', async ({ expect }) => {
    const socket = open(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString())).on('error', () => {});
    const head = `POST /api/municipalities/99901/organisations HTTP/1.1\r\nHost: town.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    socket.write(head);
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 401 /);
    // Longer than a refused body may go on.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    answer = '';
    socket.write(head);
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });
});
