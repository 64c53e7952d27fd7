import { z } from 'zod';

/**
 * Where logged-in sessions are kept that other clients of the same server and user may use too, in this process or another. What is kept is
 * text that only this package reads, and as good as the password while it lives.
 */
export interface SessionStore {
  /** A session that is kept, or the one that `logIn` makes, which is kept from then on. @throws what `logIn` throws */
  take(logIn: () => Promise<string>): Promise<string>;
  /** vCenter has ended it: nobody shall get it any more. */
  drop(session: string): Promise<void>;
  /** This client is done with it. @returns true when nobody else may be using it: then it is logged out */
  release(session: string): Promise<boolean>;
}

const Kept = z.object({ cookie: z.string().min(1), user: z.object({ key: z.string(), userName: z.string() }) });
export type KeptSession = z.infer<typeof Kept>;

export const writeSession = (session: KeptSession): string => JSON.stringify(session);

/** @returns undefined for what another version may have written */
export function readSession(text: string): KeptSession | undefined {
  try {
    return Kept.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
