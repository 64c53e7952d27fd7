import type { Clock, Random } from '@handoff/time';
import type { OnCall } from './soap/exchange.js';
import type { SessionStore } from './session/session-store.js';
import type { VSphereTransport } from './transport/transport.js';

export interface VSphereLimits {
  /** How long a call may take. Default 60 s. */
  readonly requestTimeoutMs?: number;
  /** How long vCenter may hold the long poll open. Default 240 s, below what most firewalls allow an idle connection. */
  readonly maxWaitSeconds?: number;
  /** Simultaneous connections, one of them for the long poll. Default 9. */
  readonly connections?: number;
}

export interface VSphereOptions {
  /** `host` or `host:port`; a URL is accepted for its host. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** SHA-1 or SHA-256 of the certificate, consulted only when no CA vouches for it. Without either, an unknown certificate is refused. */
  readonly thumbprint?: string;
  /** PEM of a CA to trust beside those of the system. */
  readonly ca?: string;
  readonly limits?: VSphereLimits;
  /** Keys below `guestinfo.handoff.` to read and watch; others are never read. */
  readonly guestinfoKeys?: readonly string[];
  /** Called after every call to vCenter. */
  readonly onCall?: OnCall;
  /** Told of failures in the background that will be tried again, such as a broken long poll. */
  readonly onBackgroundError?: (error: unknown) => void;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Where sessions are kept that others may use too. Without it this client logs in by itself, and out at its end. */
  readonly sessionStore?: SessionStore;
  /** In place of the network. The client disposes it. */
  readonly transport?: VSphereTransport;
}

/** What the reporter in the guest and the controllers write. */
export const DEFAULT_GUESTINFO_KEYS: readonly string[] = [
  'guestinfo.handoff.state',
  'guestinfo.handoff.step',
  'guestinfo.handoff.error',
  'guestinfo.handoff.at',
  'guestinfo.metadata',
  'guestinfo.metadata.encoding',
];
