/** The faults that this vCenter raises. */
export const faultsTypes = `
type RuntimeFault extends MethodFault { }
type VimFault extends MethodFault { }
type NotSupported extends RuntimeFault { }
type InvalidRequest extends RuntimeFault { }
type InvalidType extends InvalidRequest { argument?: string; }
type InvalidArgument extends RuntimeFault { invalidProperty?: string; }
type ManagedObjectNotFound extends RuntimeFault { obj: ^ManagedObject; }
type NoPermission extends SecurityError {
  object?: ^ManagedObject; privilegeId?: string; missingPrivileges?: NoPermissionEntityPrivileges[];
}
type NoPermissionEntityPrivileges { entity: ^ManagedObject; privilegeIds?: string[]; }
type SecurityError extends RuntimeFault { }
type NotAuthenticated extends NoPermission { }
type MethodNotFound extends InvalidRequest { receiver: ^ManagedObject; method: string; }
type RequestCanceled extends RuntimeFault { }
type InvalidLogin extends VimFault { }
type InvalidProperty extends MethodFault { name: string; }
type InvalidCollectorVersion extends MethodFault { }
type InvalidState extends VimFault { }
type InvalidPowerState extends InvalidState { requestedState?: VirtualMachinePowerState; existingState: VirtualMachinePowerState; }
type ToolsUnavailable extends VimFault { }
type DuplicateName extends VimFault { name: string; object: ^ManagedObject; }
type InvalidName extends VimFault { name: string; entity?: ^ManagedEntity; }
type VmConfigFault extends VimFault { }
type InvalidVmConfig extends VmConfigFault { property?: string; }
type InvalidDeviceSpec extends InvalidVmConfig { deviceIndex: int; }
type InvalidDeviceOperation extends InvalidDeviceSpec {
  badOp?: VirtualDeviceConfigSpecOperation; badFileOp?: VirtualDeviceConfigSpecFileOperation;
}
type InvalidDeviceBacking extends InvalidDeviceSpec { }
type DeviceNotFound extends InvalidDeviceSpec { }
type CpuHotPlugNotSupported extends VmConfigFault { }
type MemoryHotPlugNotSupported extends VmConfigFault { }
type VirtualHardwareCompatibilityIssue extends VmConfigFault { }
type DeviceHotPlugNotSupported extends InvalidDeviceSpec { }
type TaskInProgress extends VimFault { task: ^Task; }
type AlreadyUpgraded extends VimFault { }
type InvalidVmState extends InvalidState { vm: ^VirtualMachine; }
type NotFound extends VimFault { }
type InvalidFolder extends VimFault { target: ^ManagedEntity; }
type InvalidDatastore extends VimFault { datastore?: ^Datastore; name?: string; }
type CustomizationFault extends VimFault { }
type CustomizationPending extends CustomizationFault { }
type NicSettingMismatch extends CustomizationFault { numberOfNicsInSpec: int; numberOfNicsInVM: int; }
type SystemError extends RuntimeFault { reason: string; }
type ResourceInUse extends VimFault { type?: string; name?: string; }
type InsufficientResourcesFault extends VimFault { }
type HostCommunication extends RuntimeFault { }
type HostNotConnected extends HostCommunication { }
type NoDiskSpace extends FileFault { datastore: string; }
type FileFault extends VimFault { file: string; }
type GenericVmConfigFault extends VmConfigFault { reason: string; }
type AlreadyExists extends VimFault { name?: string; }
type ConcurrentAccess extends VimFault { }
`;
