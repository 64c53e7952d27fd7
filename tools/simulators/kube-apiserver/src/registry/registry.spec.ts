import { describe, expect, it } from '@jest/globals';
import { byPreference } from './registry.js';

describe('versions of a group', () => {
  it('are preferred stable first, then the later', () => {
    const versions = ['v1alpha1', 'foo', 'v2', 'v1beta2', 'v10', 'v1', 'v1beta1', 'v2alpha1', 'bar'];
    expect([...versions].sort(byPreference)).toEqual(['v10', 'v2', 'v1', 'v1beta2', 'v1beta1', 'v2alpha1', 'v1alpha1', 'bar', 'foo']);
  });
});
