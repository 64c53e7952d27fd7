import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RunningServer, ServerSettings } from './server-settings.js';

/**
 * Starts the embedded API server in a thread of its own: a real one is a process of its own too, and on two cores its work and the
 * services' go on at the same time. Needs the built program: a thread cannot load TypeScript.
 */
export async function startServerInThread(settings: ServerSettings): Promise<RunningServer> {
  const worker = new Worker(new URL('./api-server.worker.js', import.meta.url), { workerData: settings });
  const [url] = await once(worker, 'message') as [string]; // the thread's only message; a failure to start rejects instead
  return { url, [Symbol.asyncDispose]: async () => { await worker.terminate(); } };
}
