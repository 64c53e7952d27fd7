import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigMap, Secret } from '@handoff/api';
import { fileOf, RECORD, startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const DRIFT_SECONDS = 0.05;
const DRY_RUN = /dryRun=All/;
const RECORDED = new RegExp(`^PATCH .*/configmaps/${RECORD.name}`);
const at = (name: string): { namespace: string; name: string } => ({ namespace: 'default', name });
const files = {
  'a.yaml': fileOf(ConfigMap, 'a', { data: { value: '1' } }),
  'b.yaml': fileOf(Secret, 'b', { stringData: { password: 'hunter2' } }),
};

describe('what somebody changes after it was applied', () => {
  let harness: Harness;
  beforeEach(async () => { harness = await startHarness(); });
  afterEach(async () => { await harness[Symbol.asyncDispose](); });

  async function started(selfHeal: boolean): Promise<void> {
    await harness.repository.commit(files);
    await harness.start({ selfHeal, driftSeconds: DRIFT_SECONDS });
    await harness.reported(({ applied }) => applied === 2);
  }

  async function edit(value: string): Promise<void> {
    const { kube } = harness.management;
    const found = await kube.get(ConfigMap, at('a'));
    if (found !== undefined) await kube.patch(ConfigMap, found, [{ op: 'replace', path: '/data/value', value }]);
  }

  const written = (): number => harness.traffic.sent.filter((line) => RECORDED.test(line)).length;

  it('is reported with its fields and left as it is; the report is written only when it changes', async () => {
    await started(false);
    await edit('2');
    await harness.reported(({ drifted }) => drifted.length === 1);
    const before = written();
    await harness.traffic.more(6, DRY_RUN);
    expect(written()).toBe(before);
    const report = await harness.reported(() => true);
    expect(report.drifted).toEqual(['ConfigMap default/a: data.value']);
    expect((await harness.management.kube.get(ConfigMap, at('a')))?.data).toEqual({ value: '2' });
    await edit('1');
    await harness.reported(({ drifted }) => drifted.length === 0);
  });

  it('is told without what a Secret holds', async () => {
    await started(false);
    const { kube } = harness.management;
    const secret = await kube.get(Secret, at('b'));
    if (secret !== undefined) await kube.patch(Secret, secret, [{ op: 'replace', path: '/data/password', value: 'c3dvcmRmaXNo' }]);
    expect((await harness.reported(({ drifted }) => drifted.length === 1)).drifted).toEqual(['Secret default/b: data.password']);
  });

  it('is no drift in fields that Git leaves out', async () => {
    await started(false);
    const { kube } = harness.management;
    await kube.applyManifest(ConfigMap, { metadata: { ...at('a'), labels: { team: 'shop' } }, data: { more: 'here' } });
    const before = written();
    await harness.traffic.more(6, DRY_RUN);
    expect(written()).toBe(before);
  });

  it('is reported when it was deleted', async () => {
    await started(false);
    const { kube } = harness.management;
    const found = await kube.get(ConfigMap, at('a'));
    if (found !== undefined) await kube.delete(ConfigMap, found);
    expect((await harness.reported(({ drifted }) => drifted.length === 1)).drifted).toEqual(['ConfigMap default/a: it is gone']);
    await harness.push({ 'c.yaml': fileOf(ConfigMap, 'c', {}) });
    expect((await harness.reported(({ applied }) => applied === 1)).drifted).toEqual(['ConfigMap default/a: it is gone']);
  });

  it('is applied again when the source heals itself, whether it was changed or deleted', async () => {
    await started(true);
    const { kube, until } = harness.management;
    await edit('2');
    await until(ConfigMap, at('a'), ({ data }) => data?.['value'] === '1');
    await harness.reported(({ drifted }) => drifted.length === 0);
    const found = await kube.get(ConfigMap, at('a'));
    if (found !== undefined) await kube.delete(ConfigMap, found);
    await until(ConfigMap, at('a'), ({ metadata }) => metadata.uid !== found?.metadata.uid);
    await harness.reported(({ drifted }) => drifted.length === 0);
  });
});
