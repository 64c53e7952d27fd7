import type { MoRef } from '../moref.js';

/** Where an error happened; every part is safe to show and log. */
export interface ErrorContext {
  readonly server?: string | undefined;
  /** SOAP method or REST operation. */
  readonly method?: string | undefined;
  /** xsi:type name of the vSphere fault, or the REST error type. */
  readonly fault?: string | undefined;
  /** vCenter's localized message in its own words. */
  readonly vcenterMessage?: string | undefined;
  /** The object that the fault is about, when it names one. */
  readonly object?: MoRef | undefined;
  readonly cause?: unknown;
}

/** Machine-readable kind of an error; one per class. */
export type VSphereErrorCode =
  | 'Connection'
  | 'Timeout'
  | 'UntrustedCertificate'
  | 'ThumbprintMismatch'
  | 'Protocol'
  | 'SessionLost'
  | 'NotAuthenticated'
  | 'InvalidLogin'
  | 'NoPermission'
  | 'NotFound'
  | 'Ambiguous'
  | 'ObjectGone'
  | 'DuplicateName'
  | 'AlreadyExists'
  | 'InvalidPowerState'
  | 'InvalidState'
  | 'ToolsUnavailable'
  | 'Busy'
  | 'InsufficientResources'
  | 'InvalidArgument'
  | 'NotSupported'
  | 'Canceled'
  | 'Fault'
  | 'Disposed';

/**
 * Base of everything that this package throws. `retryable` says whether the same call may succeed later without anyone changing what
 * was asked for.
 */
export abstract class VSphereError extends Error {
  abstract readonly code: VSphereErrorCode;
  abstract readonly retryable: boolean;
  readonly server: string | undefined;
  readonly method: string | undefined;
  readonly fault: string | undefined;
  readonly vcenterMessage: string | undefined;
  readonly object: MoRef | undefined;

  constructor(message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = new.target.name;
    this.server = context.server;
    this.method = context.method;
    this.fault = context.fault;
    this.vcenterMessage = context.vcenterMessage;
    this.object = context.object;
  }

  get terminal(): boolean {
    return !this.retryable;
  }
}

export const isVSphereError = (error: unknown): error is VSphereError => error instanceof VSphereError;
