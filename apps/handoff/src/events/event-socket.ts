import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bus } from '@handoff/bus';
import { TimelineEntry } from '@handoff/coordination';
import type { ClusterName, Timeline } from '@handoff/coordination';
import type { Handoff } from '@handoff/events';
import { z } from 'zod';
import { CouldNotLook } from '../process/failures.js';

/** What of a handoff people see. */
export const SeenHandoff = z.object({
  time: z.string(),
  subject: z.string(),
  object: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type SeenHandoff = z.infer<typeof SeenHandoff>;

/** Followed by namespace and name of a Cluster, which are fit for a URL as they are. */
const TIMELINE_PATH = '/timeline/';
/** How many past handoffs are kept for who comes later. */
const REMEMBERED = 2000;
export const socketPath = (state: string): string => join(state, 'events.sock');

export const seen = ({ time, subject, data }: Handoff): SeenHandoff => ({
  time, subject, object: `${data.about.kind}/${data.about.name}`,
  ...(data.reason === undefined ? {} : { reason: data.reason }), ...(data.message === undefined ? {} : { message: data.message }),
});

/** True when a running `up` has this state folder. One that was killed leaves a socket at which nobody answers. */
export function isServed(state: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath(state));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => { resolve(false); });
  });
}

/** @throws Error naming the folder: two that share one would write into the same files */
export async function refuseSharing(state: string): Promise<void> {
  if (await isServed(state)) throw new Error(`another \`handoff up\` runs from ${state}: stop it, or give this one a folder of its own with --state`);
}

/** Lets other processes of the same user follow the in-process bus: JSON lines over a socket in the state folder. */
export async function serveEvents(bus: Bus, timeline: Timeline, state: string): Promise<AsyncDisposable> {
  await refuseSharing(state); // one that began at the same time
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
    if (incoming.url?.startsWith(TIMELINE_PATH) === true) {
      void serveTimeline(timeline, incoming.url.slice(TIMELINE_PATH.length), response);
      return;
    }
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

async function serveTimeline(timeline: Timeline, cluster: string, response: ServerResponse): Promise<void> {
  const [namespace = '', name = ''] = cluster.split('/');
  try {
    const entries = await timeline.read({ namespace, name });
    response.end(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  } catch {
    response.destroy(); // half of a timeline would look like all of it
  }
}

/** The handoffs of a running `up`: those so far, and with `follow` those to come until `signal` aborts. @throws Error when none runs */
export async function* readEvents(state: string, follow: boolean, signal: AbortSignal): AsyncIterable<SeenHandoff> {
  for await (const line of ask(state, follow ? '/follow' : '/', signal)) yield SeenHandoff.parse(JSON.parse(line));
}

/** A cluster's timeline as a running `up` has it. @throws Error when none runs */
export async function readTimeline(state: string, cluster: ClusterName, signal: AbortSignal): Promise<readonly TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for await (const line of ask(state, `${TIMELINE_PATH}${cluster.namespace}/${cluster.name}`, signal)) entries.push(TimelineEntry.parse(JSON.parse(line)));
  return entries;
}

async function* ask(state: string, what: string, signal: AbortSignal): AsyncIterable<string> {
  const path = socketPath(state);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ socketPath: path, path: what, signal }, resolve);
    asked.once('error', () => { reject(new CouldNotLook(`no running \`handoff up\` answers at ${path}: start one in this folder, or name its folder with --state`)); });
    asked.end();
  });
  try {
    for await (const line of createInterface({ input: response, signal })) yield line;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
