import { describe, expect, it } from '@jest/globals';
import { vimMethods } from '../methods/index.js';
import { pbmMethods } from '../methods/pbm.js';
import { schema } from './index.js';

const simple = new Set(['string', 'boolean', 'int', 'long', 'short', 'byte', 'dateTime', 'base64Binary', 'any', 'unsimulated']);

describe('the schema', () => {
  it('has every method that is simulated, on a type that it knows', () => {
    for (const name of [...vimMethods.keys(), ...pbmMethods.keys()]) {
      expect([name, schema.managed(schema.method(name)?.on ?? '')?.name]).toEqual([name, schema.method(name)?.on]);
    }
  });

  it('knows the type of everything that it mentions', () => {
    const unknown = schema.mentioned().filter(({ type, reference }) => {
      return reference ? false : !simple.has(type) && !schema.type(type) && !schema.enumeration(type);
    });
    expect(unknown).toEqual([]);
  });

  it('keeps the order of the published description: inherited fields first', () => {
    const names = schema.type('VirtualVmxnet3')?.fields.map((field) => field.name) ?? [];
    expect(names.slice(0, 5)).toEqual(['key', 'deviceInfo', 'backing', 'connectable', 'slotInfo']);
    expect(names.indexOf('macAddress')).toBeGreaterThan(names.indexOf('unitNumber'));
  });

  it('knows what derives from what', () => {
    expect(schema.derives('ClusterComputeResource', 'ManagedEntity')).toBe(true);
    expect(schema.derives('VirtualVmxnet3', 'VirtualEthernetCard')).toBe(true);
    expect(schema.derives('Folder', 'Datacenter')).toBe(false);
  });
});
