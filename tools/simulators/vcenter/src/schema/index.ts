import { customizationTypes } from './customization.js';
import { Schema } from './definitions.js';
import { devicesTypes } from './devices.js';
import { faultsTypes } from './faults.js';
import { inventoryTypes } from './inventory.js';
import { pbmTypes } from './pbm.js';
import { propertyTypes } from './property.js';
import { serviceTypes } from './service.js';
import { taskTypes } from './task.js';
import { virtualMachineTypes } from './virtual-machine.js';

/**
 * Everything under `urn:vim25` and `urn:pbm` that this vCenter understands: facts of the published WSDL, namely the order of elements,
 * their types, and what is required.
 */
export const schema = new Schema(
  serviceTypes,
  propertyTypes,
  inventoryTypes,
  virtualMachineTypes,
  devicesTypes,
  customizationTypes,
  taskTypes,
  faultsTypes,
  pbmTypes,
);

export type { Field, MethodDefinition, TypeDefinition } from './definitions.js';
