import { CustomResourceDefinition, customResourceDefinitions } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import { Reflector } from '@handoff/kube';
import { systemClock, systemRandom } from '@handoff/time';
import { z } from 'zod';

const Conditions = z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).optional() });

/** Applies every CRD and waits, by watch, until the API server serves them all. */
export async function installCrds(kube: KubeClient): Promise<void> {
  const wanted = new Set<string>();
  for (const crd of customResourceDefinitions()) {
    await kube.applyManifest(CustomResourceDefinition, { ...crd });
    wanted.add(crd.metadata.name);
  }
  const log = { unavailable: () => undefined, invalid: () => undefined };
  await using crds = new Reflector({ client: kube, kind: CustomResourceDefinition, clock: systemClock, random: systemRandom, log });
  await new Promise<void>((resolve) => {
    const look = (): void => {
      for (const crd of crds.store.list()) if (isEstablished(crd)) wanted.delete(crd.metadata.name);
      if (wanted.size === 0) resolve();
    };
    crds.store.onChange(look);
    crds.start();
  });
}

function isEstablished(crd: CustomResourceDefinition): boolean {
  const status = Conditions.safeParse('status' in crd ? crd['status'] : undefined);
  return status.success && status.data.conditions?.some((entry) => entry.type === 'Established' && entry.status === 'True') === true;
}
