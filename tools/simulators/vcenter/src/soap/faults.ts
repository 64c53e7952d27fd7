import type { MoRef } from '../model/moref.js';

/** A fault of the vSphere API: thrown by a handler, sent as a SOAP fault or put into a task's error. */
export class VimFault extends Error {
  override readonly name = 'VimFault';

  constructor(
    /** The fault's type, such as `InvalidPowerState`. */
    readonly type: string,
    message: string,
    /** The fault's own fields. */
    readonly properties: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The data object that stands for this fault inside other data. */
  get value(): Readonly<Record<string, unknown>> {
    return { $type: this.type, ...this.properties };
  }

  /** A LocalizedMethodFault, as tasks and missing properties carry it. */
  get localized(): Readonly<Record<string, unknown>> {
    return { fault: this.value, localizedMessage: this.message };
  }
}

const powerStates: Readonly<Record<string, string>> = { poweredOn: 'Powered on', poweredOff: 'Powered off', suspended: 'Suspended' };

export const invalidRequest = (message: string) => new VimFault('InvalidRequest', message);
export const notSupported = (message = 'The operation is not supported on the object.') => new VimFault('NotSupported', message);
export const invalidArgument = (property: string, reason?: string) =>
  new VimFault('InvalidArgument', `A specified parameter was not correct: ${property}${reason ? `. ${reason}` : ''}`, {
    invalidProperty: property,
  });
export const invalidLogin = () => new VimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');
export const notAuthenticated = (object: MoRef, privilegeId = 'System.View') =>
  new VimFault('NotAuthenticated', 'The session is not authenticated.', { object, privilegeId });
export const noPermission = (object: MoRef, privilegeId: string) =>
  new VimFault('NoPermission', `Permission to perform this operation was denied: ${privilegeId} is missing on ${object.toString()}.`, {
    object,
    privilegeId,
    missingPrivileges: [{ entity: object, privilegeIds: [privilegeId] }],
  });
export const managedObjectNotFound = (obj: MoRef) =>
  new VimFault('ManagedObjectNotFound', `The object '${obj.toString()}' has already been deleted or has not been completely created.`, { obj });
export const methodNotFound = (receiver: MoRef, method: string) =>
  new VimFault('MethodNotFound', `${receiver.type} has no method ${method}.`, { receiver, method });
export const invalidProperty = (name: string) => new VimFault('InvalidProperty', `There is no property ${name}.`, { name });
export const invalidCollectorVersion = () =>
  new VimFault('InvalidCollectorVersion', 'The version is unknown to this property collector.');
export const requestCanceled = () => new VimFault('RequestCanceled', 'The request was canceled.');
export const duplicateName = (name: string, object: MoRef) =>
  new VimFault('DuplicateName', `The name '${name}' already exists.`, { name, object });
export const invalidName = (name: string) => new VimFault('InvalidName', `The name '${name}' is not valid.`, { name });
export const invalidState = (message: string) => new VimFault('InvalidState', message);
export const invalidPowerState = (requestedState: string | undefined, existingState: string) =>
  new VimFault(
    'InvalidPowerState',
    `The attempted operation cannot be performed in the current state (${powerStates[existingState] ?? existingState}).`,
    { ...(requestedState === undefined ? {} : { requestedState }), existingState },
  );
export const toolsUnavailable = () =>
  new VimFault('ToolsUnavailable', 'Cannot complete the operation because VMware Tools is not running in this virtual machine.');

/** What was thrown, as a fault; an error that is none becomes a system error with its message. */
export function asFault(error: unknown): VimFault {
  if (error instanceof VimFault) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new VimFault('SystemError', `A general system error occurred: ${reason}`, { reason });
}
