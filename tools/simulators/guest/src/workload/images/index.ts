import { cloudProvider } from './cloud-provider.js';
import { csiNodeRegistrar } from './csi.js';
import { imageName, type ImageEffect } from './image.js';
import { ciliumAgent, flannel } from './network-plugin.js';

/** What images do beside running, by the last element of their name. All others just run. */
const effects: ReadonlyMap<string, ImageEffect> = new Map([
  ['cilium', ciliumAgent],
  ['flannel', flannel],
  ['cloud-provider-vsphere', cloudProvider],
  ['csi-node-driver-registrar', csiNodeRegistrar],
]);

export const effectsOf = (image: string): ImageEffect | undefined => effects.get(imageName(image));
