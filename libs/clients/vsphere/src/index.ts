export { VSphereClient } from './client.js';
export { DEFAULT_GUESTINFO_KEYS } from './client-options.js';
export type { VSphereLimits, VSphereOptions } from './client-options.js';
export { isVSphereError, VSphereError } from './errors/base.js';
export type { VSphereErrorCode } from './errors/base.js';
export {
  ConnectionError,
  DisposedError,
  ProtocolError,
  SessionLostError,
  ThumbprintMismatchError,
  TimeoutError,
  UntrustedCertificateError,
} from './errors/connection.js';
export {
  AlreadyExistsError,
  AmbiguousError,
  BusyError,
  CanceledError,
  DuplicateNameError,
  FaultError,
  InsufficientResourcesError,
  InvalidArgumentError,
  InvalidLoginError,
  InvalidPowerStateError,
  InvalidStateError,
  NoPermissionError,
  NotAuthenticatedError,
  NotFoundError,
  NotSupportedError,
  ObjectGoneError,
  ToolsUnavailableError,
} from './errors/faults.js';
export type { ExistingVm } from './errors/faults.js';
export type { FindOptions, InventoryObject } from './inventory/inventory.js';
export type { TemplateInfo } from './inventory/templates.js';
export type { VmQuery } from './inventory/find-vm.js';
export type { LibraryDeployment } from './library/content-library.js';
export { formatMoRef, moRef, parseMoRef, sameMoRef } from './moref.js';
export type { MoRef, TaskRef } from './moref.js';
export type { PreflightFinding, PreflightRequest } from './preflight/preflight.js';
export type { PrivilegeNeeds } from './preflight/privileges.js';
export type { About } from './session/service-content.js';
export type { SessionStore } from './session/session-store.js';
export { VSphereSessions } from './sessions.js';
export type { SessionLease, SessionsOptions } from './sessions.js';
export type { OnCall } from './soap/exchange.js';
export type { StoragePolicy } from './storage/storage-policies.js';
export { normalizeThumbprint, thumbprintOf } from './transport/thumbprint.js';
export type { TransportRequest, TransportResponse, VSphereTransport } from './transport/transport.js';
export { connectTransport } from './transport/undici-transport.js';
export type { CloneMode, CloneNetwork, ClonePlan, CloneSpec, DataDisk, ProvisioningMode, ResourceAllocation } from './vm/clone-spec.js';
export { planClone } from './vm/clone-spec.js';
export type { Disk, Hardware, InstalledNic, Nic } from './vm/devices.js';
export { guestinfo } from './vm/guestinfo.js';
export type { Guestinfo } from './vm/guestinfo.js';
export type { Snapshots } from './vm/snapshots.js';
export type { TaskInfo } from './vm/task-info.js';
export type { ReconfigureSpec, VmChange } from './vm/virtual-machines.js';
export type { GuestInfo, PowerState, VmInfo } from './vm/vm-info.js';
