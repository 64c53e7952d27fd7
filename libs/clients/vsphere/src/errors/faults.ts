import type { MoRef } from '../moref.js';
import { VSphereError, type ErrorContext } from './base.js';

/** The session expired or never was. Handled inside: callers see it only when logging in again did not help. */
export class NotAuthenticatedError extends VSphereError {
  readonly code = 'NotAuthenticated';
  readonly retryable = true;
}

/** User name or password are wrong; retrying could lock the account. */
export class InvalidLoginError extends VSphereError {
  readonly code = 'InvalidLogin';
  readonly retryable = false;
}

/** A privilege is missing on an object. Retryable, since an administrator can grant it without anything else changing. */
export class NoPermissionError extends VSphereError {
  readonly code = 'NoPermission';
  readonly retryable = true;
  constructor(
    message: string,
    readonly privileges: readonly string[],
    context: ErrorContext = {},
  ) {
    super(message, context);
  }
}

/** Nothing in the inventory answers to that name. Retryable: somebody may still create it. */
export class NotFoundError extends VSphereError {
  readonly code = 'NotFound';
  readonly retryable = true;
  constructor(
    readonly kind: string,
    readonly lookedFor: string,
    /** Names that come close to it, nearest first. */
    readonly candidates: readonly string[],
    context: ErrorContext & { readonly within?: string; readonly hint?: string } = {},
  ) {
    const where = context.within === undefined ? '' : ` in ${context.within}`;
    const near = candidates.length === 0 ? '' : `; similar: ${candidates.map((name) => `"${name}"`).join(', ')}`;
    super(`${kind} "${lookedFor}" not found${where}${near}${context.hint === undefined ? '' : `; ${context.hint}`}`, context);
  }
}

/** More than one object answers to that name; the paths tell them apart. */
export class AmbiguousError extends VSphereError {
  readonly code = 'Ambiguous';
  readonly retryable = false;
  constructor(
    readonly kind: string,
    readonly lookedFor: string,
    readonly candidates: readonly string[],
    context: ErrorContext = {},
  ) {
    super(`${kind} "${lookedFor}" is ambiguous, give its path: ${candidates.join(', ')}`, context);
  }
}

/** The object is gone: destroyed, unregistered, or of another vCenter. */
export class ObjectGoneError extends VSphereError {
  readonly code = 'ObjectGone';
  readonly retryable = false;
}

/** What stands in the place that a clone should have taken. */
export interface ExistingVm {
  readonly ref: MoRef;
  readonly name: string;
  readonly instanceUuid: string | undefined;
  readonly biosUuid: string | undefined;
}

/** An object of that name is already in the folder. `existing` is set when it is a virtual machine that still exists. */
export class DuplicateNameError extends VSphereError {
  readonly code = 'DuplicateName';
  readonly retryable = false;
  readonly existing: ExistingVm | undefined;
  constructor(message: string, context: ErrorContext & { readonly existing?: ExistingVm } = {}) {
    super(message, context);
    this.existing = context.existing;
  }

  /** The existing machine if it is the one that this key was cloned for: a clone repeated after its reply was lost. */
  existingWith(instanceUuid: string): ExistingVm | undefined {
    return this.existing?.instanceUuid?.toLowerCase() === instanceUuid.toLowerCase() ? this.existing : undefined;
  }
}

/** It is there already (other than a name clash in a folder). */
export class AlreadyExistsError extends VSphereError {
  readonly code = 'AlreadyExists';
  readonly retryable = false;
}

/** The operation needs another power state. */
export class InvalidPowerStateError extends VSphereError {
  readonly code = 'InvalidPowerState';
  readonly retryable = true;
  constructor(
    message: string,
    readonly requestedState: string | undefined,
    readonly existingState: string | undefined,
    context: ErrorContext = {},
  ) {
    super(message, context);
  }

  /** What was asked for is already so. */
  get satisfied(): boolean {
    return this.existingState !== undefined && this.existingState === this.requestedState;
  }
}

/** The object is in a state that does not allow the operation now. */
export class InvalidStateError extends VSphereError {
  readonly code = 'InvalidState';
  readonly retryable = true;
}

/** VMware Tools do not run in the guest. */
export class ToolsUnavailableError extends VSphereError {
  readonly code = 'ToolsUnavailable';
  readonly retryable = true;
}

/** Another task holds the object, or it changed meanwhile. */
export class BusyError extends VSphereError {
  readonly code = 'Busy';
  readonly retryable = true;
}

/** CPU, memory, disk space, addresses or licenses are used up. */
export class InsufficientResourcesError extends VSphereError {
  readonly code = 'InsufficientResources';
  readonly retryable = true;
}

/** vCenter refuses what was asked for; the same request will be refused again. */
export class InvalidArgumentError extends VSphereError {
  readonly code = 'InvalidArgument';
  readonly retryable = false;
}

/** This vCenter or host cannot do that. */
export class NotSupportedError extends VSphereError {
  readonly code = 'NotSupported';
  readonly retryable = false;
}

/** The task was canceled in vCenter. */
export class CanceledError extends VSphereError {
  readonly code = 'Canceled';
  readonly retryable = true;
}

/** Any other fault; `fault` names it. */
export class FaultError extends VSphereError {
  readonly code = 'Fault';
  readonly retryable = true;
}
