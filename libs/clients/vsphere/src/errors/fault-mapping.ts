import { childOf, textAt, type XmlElement } from '../xml/element.js';
import type { ErrorContext, VSphereError } from './base.js';
import * as faults from './faults.js';

/** A fault as vCenter sends it: in a SOAP fault's detail, or in a task's error. */
export interface VimFault {
  /** xsi:type name, for example DuplicateName. */
  readonly type: string;
  readonly message: string | undefined;
  readonly detail: XmlElement | undefined;
}

type Make = (message: string, fault: VimFault, context: ErrorContext) => VSphereError;

/** The one place where fault types become errors. Decides on types only: messages are localized, and some servers send none. */
export function toError(fault: VimFault, context: ErrorContext): VSphereError {
  const at = [context.method, context.server].filter((part) => part !== undefined).join(' on ');
  const said = fault.message === undefined || fault.message === '' ? fault.type : `${fault.message} (${fault.type})`;
  const object = objectOf(fault);
  const full: ErrorContext = { ...context, fault: fault.type, vcenterMessage: fault.message, object };
  return (makers[fault.type] ?? byFamily(fault.type))(at === '' ? said : `${at}: ${said}`, fault, full);
}

const plain =
  (error: new (message: string, context?: ErrorContext) => VSphereError): Make =>
  (message, _fault, context) =>
    new error(message, context);

const noPermission: Make = (message, fault, context) => {
  const privileges = privilegesOf(fault.detail);
  const on = context.object === undefined ? '' : ` on ${context.object.type} ${context.object.value}`;
  const missing = privileges.length === 0 ? '' : `; missing privilege ${privileges.join(', ')}${on}`;
  return new faults.NoPermissionError(message + missing, privileges, context);
};

const invalidPowerState: Make = (message, { detail }, context) => {
  const requested = detail && textAt(detail, 'requestedState');
  const existing = detail && textAt(detail, 'existingState');
  const states = existing === undefined ? '' : `; the machine is ${existing}${requested === undefined ? '' : `, ${requested} is needed`}`;
  return new faults.InvalidPowerStateError(message + states, requested, existing, context);
};

const invalidArgument: Make = (message, { detail }, context) => {
  const property = detail && textAt(detail, 'invalidProperty');
  return new faults.InvalidArgumentError(property ? `${message}; invalid: ${property}` : message, context);
};

const notFound: Make = (message, _fault, context) => new faults.ObjectGoneError(message, context);

const makers: Readonly<Record<string, Make>> = {
  NotAuthenticated: plain(faults.NotAuthenticatedError),
  InvalidLogin: plain(faults.InvalidLoginError),
  NoPermission: noPermission,
  RestrictedByAdministrator: noPermission,
  ManagedObjectNotFound: notFound,
  NotFound: notFound,
  DuplicateName: (message, _fault, context) => new faults.DuplicateNameError(message, context),
  AlreadyExists: plain(faults.AlreadyExistsError),
  InvalidPowerState: invalidPowerState,
  InvalidState: plain(faults.InvalidStateError),
  InvalidHostState: plain(faults.InvalidStateError),
  ToolsUnavailable: plain(faults.ToolsUnavailableError),
  TaskInProgress: plain(faults.BusyError),
  ConcurrentAccess: plain(faults.BusyError),
  ResourceInUse: plain(faults.BusyError),
  FileLocked: plain(faults.BusyError),
  VmConfigFault: plain(faults.InvalidArgumentError),
  InvalidArgument: invalidArgument,
  InvalidProperty: invalidArgument,
  InvalidRequest: invalidArgument,
  InvalidName: invalidArgument,
  InvalidDatastore: invalidArgument,
  InvalidType: invalidArgument,
  MethodNotFound: plain(faults.NotSupportedError),
  NotImplemented: plain(faults.NotSupportedError),
  NotSupported: plain(faults.NotSupportedError),
  MethodDisabled: plain(faults.InvalidStateError),
  RequestCanceled: plain(faults.CanceledError),
};

/** vSphere names its many subtypes by family; only what changes the answer to "retry?" needs one. */
const families: readonly (readonly [RegExp, Make])[] = [
  [/^(Insufficient|NoDiskSpace|NoCompatible|OutOfBounds|NotEnough|.*LimitExceeded)/, plain(faults.InsufficientResourcesError)],
  [/^Invalid.*(Spec|Argument|Device|Controller|Format|Backing|Value)/, invalidArgument],
  [/(NotSupported|Unsupported)/, plain(faults.NotSupportedError)],
  [/^(Host|Invalid).*State$/, plain(faults.InvalidStateError)],
  [/^File(NotFound|Fault)/, notFound],
];

function byFamily(type: string): Make {
  return families.find(([pattern]) => pattern.test(type))?.[1] ?? plain(faults.FaultError);
}

function objectOf({ detail }: VimFault): ErrorContext['object'] {
  if (detail === undefined) return undefined;
  const element = childOf(detail, 'object') ?? childOf(detail, 'obj');
  const type = element?.moType;
  return element === undefined || type === undefined || element.text === '' ? undefined : { type, value: element.text };
}

/** vSphere before 7.0.3 names one privilege, later ones list them per object as well. */
function privilegesOf(detail: XmlElement | undefined): readonly string[] {
  if (detail === undefined) return [];
  const listed = (detail.children['missingPrivileges'] ?? []).flatMap((entry) => (entry.children['privilegeIds'] ?? []).map((e) => e.text));
  const single = textAt(detail, 'privilegeId');
  return [...new Set(single === undefined ? listed : [single, ...listed])];
}

/** Reads a LocalizedMethodFault: `fault` with its xsi:type, and `localizedMessage`. */
export function readLocalizedFault(element: XmlElement): VimFault {
  const detail = childOf(element, 'fault');
  const message = textAt(element, 'localizedMessage');
  return { type: detail?.xsiType ?? 'MethodFault', message, detail };
}
