import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec, which nothing that ships depends on
import { whereParts } from '@handoff/real-parts';
import { cloudConfigCases } from './cloud-config.cases.js';
import { kubeadmCases } from './kubeadm-documents.cases.js';
import { RealCloudInit } from './real-cloud-init.js';
import { judgeByKubeadm, kubeadmFor } from './real-kubeadm.js';

whereParts(describe, ...[36, 34, 32].map(kubeadmFor))('the verdicts of the real kubeadm', () => {
  describe.each(Object.entries(kubeadmCases))('on %s', (_, cases) => {
    it.each(cases)('$name: accepted is $accepted', async ({ documents, accepted, minor = 36 }) => {
      const verdict = await judgeByKubeadm(minor, documents);
      expect(verdict).toEqual({ accepted, said: verdict.said });
    });
  });
});

whereParts(describe, 'cloud-init')('the verdicts of the real cloud-init', () => {
  let folder: string;
  let cloudInit: RealCloudInit;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-config-'));
    cloudInit = await RealCloudInit.in(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(cloudConfigCases)('$name: accepted is $accepted', async ({ text, accepted }) => {
    const verdict = await cloudInit.judge(text);
    expect(verdict).toEqual({ accepted, said: verdict.said });
  });
});
