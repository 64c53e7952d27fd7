import { describe, expect, it } from '@jest/globals';
import { MANAGEMENT, targetOf } from './route.js';

describe('where a file goes', () => {
  it.each([
    ['applications/shop/prod/deployment.yaml', 'prod'],
    ['applications/shop/prod/base/deep/deployment.yaml', 'prod'],
    ['fleet/eu/applications/shop/test/service.yaml', 'test'],
  ])('%s goes to the workload cluster %s', (file, cluster) => {
    expect(targetOf(file)).toEqual({ kind: 'workload', cluster });
  });

  it.each([
    'cluster.yaml',
    'clusters/prod/cluster.yaml',
    'applications/readme.yaml',
    'applications/shop/all.yaml',
    'my-applications/shop/prod/deployment.yaml',
  ])('%s goes to the management cluster', (file) => {
    expect(targetOf(file)).toEqual(MANAGEMENT);
  });
});
