import type { VSphereVM } from '@handoff/api';

/** Fields that ask for something which is not done here. A machine without it would not be what was declared, so none is made. */
export function unsupportedFields(spec: VSphereVM['spec']): readonly string[] {
  const { cryptoKeyID, cryptoProfile, ftEncryptionMode, migrateEncryption } = spec;
  const pciDevices = spec.pciDevices?.length === 0 ? undefined : spec.pciDevices;
  const asked = { pciDevices, cryptoKeyID, cryptoProfile, ftEncryptionMode, migrateEncryption };
  return Object.entries(asked).filter(([, value]) => value !== undefined).map(([field]) => `spec.${field}`);
}
