export { kubeadmBootstrapService } from './service.js';
export type { KubeadmBootstrapOptions } from './service.js';
