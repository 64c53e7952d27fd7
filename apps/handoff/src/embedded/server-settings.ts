import { z } from 'zod';

/** What the embedded API server is started with, here or in a thread of its own. */
export const ServerSettings = z.object({
  host: z.string(),
  port: z.int(),
  tls: z.object({ certificate: z.string(), key: z.string() }),
  clientCa: z.string(),
  version: z.string(),
});
export type ServerSettings = z.infer<typeof ServerSettings>;

/** An API server that listens. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}
