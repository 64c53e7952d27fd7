import { describe, expect, it } from '@jest/globals';
import { cloudConfigCases } from './cloud-config.cases.js';
import { kubeadmCases } from './kubeadm-documents.cases.js';
import { judgeByOurCloudInit, judgeByOurKubeadm } from './simulator-judges.js';

describe('the verdicts of our kubeadm, which are those of the real one', () => {
  describe.each(Object.entries(kubeadmCases))('on %s', (_, cases) => {
    it.each(cases)('$name: accepted is $accepted', ({ documents, accepted, minor = 36 }) => {
      const verdict = judgeByOurKubeadm(minor, documents);
      expect(verdict).toEqual({ accepted, said: verdict.said });
    });
  });
});

describe('the verdicts of our cloud-init, which are those of the real one', () => {
  it.each(cloudConfigCases.filter(({ simulated }) => simulated === undefined))('$name: accepted is $accepted', ({ text, accepted }) => {
    const verdict = judgeByOurCloudInit(text);
    expect(verdict).toEqual({ accepted, said: verdict.said });
  });

  it.each(cloudConfigCases.filter(({ simulated }) => simulated !== undefined))('but $name: $simulated.because', ({ text, accepted, simulated }) => {
    expect(judgeByOurCloudInit(text).accepted).toBe(simulated?.accepted);
    expect(accepted).not.toBe(simulated?.accepted);
  });
});
