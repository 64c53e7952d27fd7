export { kubectl } from './kubectl.js';
export { DEPLOY, serviceNames } from './processes.js';
export type { HandoffProcess, ServiceName } from './processes.js';
export { startRealPlane } from './real-plane.js';
export type { RealPlane, RealPlaneOptions } from './real-plane.js';
export { machinesIn } from './vcenter-machines.js';
export type { VCenterLogin } from './vcenter-machines.js';
export { startVCenterProxy } from './vcenter-proxy.js';
export type { CallCounts, VCenterProxy } from './vcenter-proxy.js';
