import { describe, expect, it } from '@jest/globals';
import { KubeadmConfigSpec } from '@handoff/api';
import { bootstrapData } from '@handoff/kubeadm';
import { nodeRequests } from './bootstrap-requests.js';
import { filledSpecs } from './filled-specs.js';
import { fieldsIn, fieldsOf, without } from './schema-fields.js';

const all = fieldsOf(KubeadmConfigSpec);
/** kubeadm refuses a file with it, because it sets the lifetime that excludes it by itself; so do we. */
const NOT_FOR_KUBEADM = 'initConfiguration.bootstrapTokens[].expires';
const { byToken, byFile, byAuthProvider } = filledSpecs(36);
const specs: readonly KubeadmConfigSpec[] = [byToken, byFile, byAuthProvider];
const filled = new Set(specs.flatMap((spec) => [...fieldsIn(spec, all)]));

const minus = (all: Iterable<string>, some: Iterable<string>): string[] => {
  const those = new Set(some);
  return [...all].filter((one) => !those.has(one));
};

describe('the specs that are called filled', () => {
  it('fill every field of KubeadmConfigSpec, and none besides', () => {
    expect(all.size).toBeGreaterThan(150);
    expect(minus(all, filled)).toEqual([NOT_FOR_KUBEADM]);
    expect(minus(filled, all)).toEqual([]);
  });

  it('are valid', () => {
    for (const spec of specs) expect(KubeadmConfigSpec.safeParse(spec).error).toBeUndefined();
  });

  it('would lack a field that is taken away', () => {
    const poorer = specs.map((spec) => without(spec, 'clusterConfiguration.apiServer.extraEnvs[].valueFrom.fieldRef'));
    const left = new Set(poorer.flatMap((spec) => [...fieldsIn(spec, all)]));
    const gone = ['fieldPath', 'apiVersion'].map((name) => `clusterConfiguration.apiServer.extraEnvs[].valueFrom.fieldRef.${name}`);
    expect(minus(minus(all, left), [NOT_FOR_KUBEADM])).toEqual(gone);
  });

  it('differ by each field in what a host is given', () => {
    const before = specs.map((spec) => nodeRequests(spec, 36).map(outcome));
    const differs = (field: string): boolean => specs.some((spec, index) => {
      const poorer = without(spec, field) as KubeadmConfigSpec; // a part that is compulsory may be gone: that is refused, and differs too
      return fieldsIn(spec, all).has(field) && nodeRequests(poorer, 36).some((request, role) => outcome(request) !== before[index]?.[role]);
    });
    const silent = [...all].filter((field) => !differs(field));
    // The format is cloud-config without being said; what is for Ignition is for Ignition.
    expect(silent).toEqual(['format', 'ignition.containerLinuxConfig.additionalConfig', 'ignition.containerLinuxConfig.strict', NOT_FOR_KUBEADM]);
  }, 120_000);
});

/** A spec without a compulsory field makes no data, which is a difference too. */
function outcome(request: Parameters<typeof bootstrapData>[0]): string {
  try {
    return bootstrapData(request).value;
  } catch (error) {
    return String(error);
  }
}
