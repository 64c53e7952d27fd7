import semver from 'semver';
import { CloudConfigError, parseCloudConfig } from '../cloudinit/cloud-config.js';
import { parseDocuments } from '../kubeadm/documents.js';
import { KubeadmConfigError } from '../kubeadm/errors.js';
import type { Verdict } from './verdicts.js';

/** The simulation's cloud-init. */
export const judgeByOurCloudInit = (cloudConfig: string): Verdict =>
  judged(CloudConfigError, () => { parseCloudConfig(cloudConfig, 'user data'); });

/** The simulation's kubeadm, of the version that deploys `minor`: its own and the one before. */
export const judgeByOurKubeadm = (minor: number, documents: string): Verdict =>
  judged(KubeadmConfigError, () => { parseDocuments(documents, new semver.SemVer(`1.${String(minor + (minor % 2))}.4`)); });

function judged(refusal: new (message: string) => Error, judge: () => void): Verdict {
  try {
    judge();
    return { accepted: true, said: '' };
  } catch (error) {
    if (!(error instanceof refusal)) throw error;
    return { accepted: false, said: error.message };
  }
}
