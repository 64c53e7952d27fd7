import { resolve } from 'node:path';
import { readEvents } from '../events/event-socket.js';
import { stopSignal } from '../process/stop-signal.system.js';

/** Prints the handoffs of a running `up`. */
export async function events(options: { readonly follow: boolean; readonly state: string; readonly output: 'text' | 'json' }): Promise<number> {
  using stop = stopSignal();
  for await (const { time, subject, object, reason, message } of readEvents(resolve(options.state), options.follow, stop.signal)) {
    const words = [reason, message].filter((word) => word !== undefined && word !== '').join(': ');
    process.stdout.write(options.output === 'json' ? `${JSON.stringify({ time, subject, object, reason, message })}\n` : `${time}  ${subject}  ${object}${words === '' ? '' : `  ${words}`}\n`);
  }
  return 0;
}
