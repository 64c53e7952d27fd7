import { Labels, Secret } from '@handoff/api';
import type { ConfigMap, KubeObject } from '@handoff/api';
import type { MirrorOptions } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';

/** Only the Secrets of clusters are mirrored. One that lacks the label, such as a user's own CA, is read when it is needed. */
export const clusterSecrets: MirrorOptions<Secret> = { selection: { labelSelector: Labels.clusterName } };
/** The locks of clusters are labelled so too. */
export const ofClusters: MirrorOptions<ConfigMap> = { selection: { labelSelector: Labels.clusterName } };

/** What a key of a Secret holds; undefined where either is absent. */
export const secretText = (secret: Secret | undefined, key: string): string | undefined => {
  const encoded = secret?.data?.[key];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
};

/** As the API has it. */
export const secretData = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text, 'utf8').toString('base64')]));

/** The Secret of that name beside an object. */
export const readSecret = (context: Context, beside: KubeObject, name: string): Promise<Secret | undefined> =>
  context.read(Secret, { namespace: beside.metadata.namespace, name });
