import type { ServerCertificate } from './certificate.js';
import type { Clock } from './clock.js';
import type { Delays } from './delays.js';
import type { Random } from './random.js';
import type { User } from './sessions.js';

export interface VCenterOptions {
  /** Where to listen; default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Where the certificate is kept; without it and without `certificate`, one is made for this run. */
  readonly stateDir?: string;
  readonly certificate?: ServerCertificate;
  /** Default: `user` with password `pass` and every privilege. */
  readonly users?: readonly User[];
  /** Names of the templates to begin with; default {@link defaultTemplates}. */
  readonly templates?: readonly string[];
  readonly delays?: Delays;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Sessions end after so many idle milliseconds; default half an hour. */
  readonly sessionIdleTimeoutMs?: number;
}

/** One node image per Kubernetes release that the samples use. */
export const defaultTemplates: readonly string[] = [
  'v1.31.4',
  'v1.32.1',
  'v1.33.1',
  'v1.34.1',
  'v1.35.1',
  'v1.36.1',
].map((version) => `ubuntu-2204-kube-${version}`);

export const defaultUsers: readonly User[] = [{ name: 'user', password: 'pass' }];
export const defaultSessionIdleTimeoutMs = 30 * 60_000;
