import { request as plainRequest } from 'node:http';
import type { ClientRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export const LOOPBACK = '127.0.0.1';
/** Every address, for what listens in a container: which of them can be reached from outside is said where its ports are published. */
export const ANYWHERE = '0.0.0.0';

/** A port of loopback that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo; // a TCP server that listens has one
      server.close(() => { resolve(port); });
    });
  });
}

/** Whether somebody accepts connections there. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    const say = (answer: boolean) => (): void => { socket.destroy(); resolve(answer); };
    socket.once('connect', say(true));
    socket.once('error', say(false));
  });
}

/** Whether a Redis answers, be it with a refusal: who only accepts may be the engine in front of a container. */
export function answersRedis(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK, timeout: ASK_MS }, () => { socket.write('PING\r\n'); });
    const say = (answer: boolean): void => { socket.destroy(); resolve(answer); };
    socket.once('data', (reply) => { say(/^(?:\+PONG|-NOAUTH)/.test(reply.toString())); });
    for (const event of ['error', 'end', 'timeout']) socket.once(event, () => { say(false); });
  });
}

/** Whether a plain HTTP address answers with 200. */
export const answersHttp = (port: number, path: string): Promise<boolean> =>
  answers(plainRequest({ host: LOOPBACK, port, path, timeout: ASK_MS }));

/** The same over TLS. Whose certificate it is does not matter: nothing is sent, and nothing but the status is read. */
export const answersHttps = (port: number, path: string): Promise<boolean> =>
  answers(secureRequest({ host: LOOPBACK, port, path, rejectUnauthorized: false, timeout: ASK_MS }));

/** How long one question may take, in milliseconds. */
const ASK_MS = 2_000;

function answers(asked: ClientRequest): Promise<boolean> {
  return new Promise((resolve) => {
    asked.once('response', (response) => { response.resume(); resolve(response.statusCode === 200); });
    asked.once('error', () => { resolve(false); });
    asked.once('timeout', () => { asked.destroy(); });
    asked.end();
  });
}
