import type { SharedSessions } from '@handoff/coordination';
import type { SessionStore } from '@handoff/vsphere';
import type { Login } from './login.js';

/** The client's store of sessions, over what replicas share. */
export function sessionStore(sessions: SharedSessions, login: Login & { readonly server: string }): SessionStore {
  const shared = { ...login, purpose: 'vim25' };
  return {
    take: (logIn) => sessions.obtain(shared, logIn),
    drop: (session) => sessions.invalidate(shared, session),
    release: (session) => sessions.release(shared, session),
  };
}
