export { DecorrelatedJitter } from './backoff.js';
export { KubeClient } from './client.js';
export type { Intent, NewObject, Page, Selection, WriteListener } from './client.js';
export {
  AlreadyExists, ApiError, Conflict, errorOf, Expired, Gone, isNotFound, KubeError, TooLargeResourceVersion, Unreachable,
} from './errors.js';
export type { FieldCause } from './errors.js';
export { httpsTransport } from './https-transport.js';
export type { Patience } from './https-transport.js';
export { inProcessTransport } from './in-process-transport.js';
export type { ApiHandler, HandledAnswer, HandledWatch } from './in-process-transport.js';
export { KubeconfigError, loadKubeconfig, loadPodKubeconfig } from './kubeconfig.js';
export { collectionPath, describeKey, keyOf, keyOfObject, namesOf, objectPath } from './paths.js';
export type { Key } from './paths.js';
export { Reflector } from './reflector.js';
export type { ReflectorLog, ReflectorOptions } from './reflector.js';
export { Store, versionOf } from './store.js';
export type { Change, ChangeOrigin, Index, StoreView } from './store.js';
export { Stores } from './stores.js';
export type { MirrorOptions, StoresOptions } from './stores.js';
export type { ApiRequest, ApiResponse, ApiTransport } from './transport.js';
export { observedTransport } from './observed-transport.js';
