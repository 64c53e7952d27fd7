import { describe, expect, it } from '@jest/globals';
import { clusterNameOf, isControlPlane, isPaused } from './cluster.js';
import { Annotations } from '../names/annotations.js';
import { Labels } from '../names/labels.js';
import { aCluster, aMachine, anIPPool } from '../testdata/objects.js';

describe('the cluster of an object', () => {
  it('is what the label says, else what the spec says', () => {
    expect(clusterNameOf(aMachine({ clusterName: 'spec' }, { labels: { [Labels.clusterName]: 'label' } }))).toBe('label');
    expect(clusterNameOf(aMachine({ clusterName: 'spec' }))).toBe('spec');
    expect(clusterNameOf(anIPPool())).toBeUndefined();
  });
});

describe('pause', () => {
  const annotated = aMachine({}, { annotations: { [Annotations.paused]: '' } });
  it.each([
    ['holds by the cluster', aCluster({ paused: true }), aMachine(), true],
    ['holds by the annotation, whatever its value', aCluster(), annotated, true],
    ['holds by the annotation without a cluster', undefined, annotated, true],
    ['does not hold otherwise', aCluster({ paused: false }), aMachine(), false],
  ])('%s', (_, cluster, object, expected) => {
    expect(isPaused(cluster, object)).toBe(expected);
  });
});

describe('a control-plane machine', () => {
  it('has the label, whose value is empty', () => {
    expect(isControlPlane(aMachine({}, { labels: { [Labels.controlPlane]: '' } }))).toBe(true);
    expect(isControlPlane(aMachine())).toBe(false);
  });
});
