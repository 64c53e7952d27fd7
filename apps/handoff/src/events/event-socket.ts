import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bus } from '@handoff/bus';
import type { Handoff } from '@handoff/events';
import { z } from 'zod';

/** What of a handoff people see. */
export const SeenHandoff = z.object({
  time: z.string(),
  subject: z.string(),
  object: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type SeenHandoff = z.infer<typeof SeenHandoff>;

/** How many past handoffs are kept for who comes later. */
const REMEMBERED = 2000;
export const socketPath = (state: string): string => join(state, 'events.sock');

export const seen = ({ time, subject, data }: Handoff): SeenHandoff => ({
  time, subject, object: `${data.about.kind}/${data.about.name}`,
  ...(data.reason === undefined ? {} : { reason: data.reason }), ...(data.message === undefined ? {} : { message: data.message }),
});

/** Lets other processes of the same user follow the in-process bus: JSON lines over a socket in the state folder. */
export async function serveEvents(bus: Bus, state: string): Promise<AsyncDisposable> {
  const past: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const follower = bus.follow((handoff) => {
    const line = `${JSON.stringify(seen(handoff))}\n`;
    past.push(line);
    if (past.length > REMEMBERED) past.shift();
    for (const listener of listeners) listener(line);
  });
  const server = createServer((incoming, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(past.join(''));
    if (incoming.url !== '/follow') {
      response.end();
      return;
    }
    const listener = (line: string): void => { response.write(line); };
    listeners.add(listener);
    response.once('close', () => { listeners.delete(listener); });
  });
  const path = socketPath(state);
  await rm(path, { force: true }); // left behind by a run that was killed
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    [Symbol.asyncDispose]: async () => {
      follower[Symbol.dispose]();
      server.closeAllConnections();
      await new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      await rm(path, { force: true });
    },
  };
}

/** The handoffs of a running `up`: those so far, and with `follow` those to come until `signal` aborts. @throws Error when none runs */
export async function* readEvents(state: string, follow: boolean, signal: AbortSignal): AsyncIterable<SeenHandoff> {
  const path = socketPath(state);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ socketPath: path, path: follow ? '/follow' : '/', signal }, resolve);
    asked.once('error', () => { reject(new Error(`no running \`handoff up\` answers at ${path}: start one in this folder, or name its folder with --state`)); });
    asked.end();
  });
  try {
    for await (const line of createInterface({ input: response, signal })) yield SeenHandoff.parse(JSON.parse(line));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
