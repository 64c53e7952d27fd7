import { atomic, modelsOf, or, str } from './dsl.js';

/** Makes models of the core group. */
export const core = modelsOf('io.k8s.api.core.v1');

export const ObjectReference = atomic(core('ObjectReference', 'An object, or a part of it.', {
  apiVersion: str(), fieldPath: str(), kind: str(), name: str(), namespace: str(), resourceVersion: str(), uid: str(),
}));

export const LocalObjectReference = atomic(core('LocalObjectReference', 'An object in the same namespace, by name.', { name: or(str(), '') }));

export const SecretReference = atomic(core('SecretReference', 'A Secret in any namespace.', { name: str(), namespace: str() }));

export const TypedLocalObjectReference = atomic(core('TypedLocalObjectReference', 'An object of some kind in the same namespace.', {
  apiGroup: str(), 'kind!': str(), 'name!': str(),
}));

export const TypedObjectReference = core('TypedObjectReference', 'An object of some kind in any namespace.', {
  apiGroup: str(), 'kind!': str(), 'name!': str(), namespace: str(),
});
