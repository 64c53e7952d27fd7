export { kubectl } from './kubectl.js';
export { DEPLOY } from './processes.js';
export type { HandoffProcess } from './processes.js';
export { startRealPlane } from './real-plane.js';
export type { RealPlane, RealPlaneOptions } from './real-plane.js';
export { machinesIn } from './vcenter-machines.js';
export type { VCenterLogin } from './vcenter-machines.js';
export { startVCenterProxy } from './vcenter-proxy.js';
export type { CallCounts, VCenterProxy } from './vcenter-proxy.js';
