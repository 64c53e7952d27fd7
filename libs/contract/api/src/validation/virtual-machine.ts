import { cidrRange, familyOf } from './addresses.js';
import { problemIf } from './problem.js';
import type { VirtualMachineCloneSpec } from '../infrastructure/clone-spec.js';
import type { NetworkDevice } from '../infrastructure/network.js';
import type { VSphereMachine } from '../infrastructure/vsphere-machine.js';
import type { VSphereMachineTemplate } from '../infrastructure/vsphere-machine-template.js';
import type { VSphereVM } from '../infrastructure/vsphere-vm.js';
import type { FieldProblem } from './problem.js';

const HARDWARE_VERSION = /^vmx-[1-9][0-9]?$/;

const gatewayProblems = (path: string, gateway: string | undefined, family: 'IPv4' | 'IPv6'): readonly FieldProblem[] =>
  problemIf(
    gateway !== undefined && familyOf(gateway) !== family,
    path,
    `${String(gateway)} is no ${family} address.`,
    `Give the ${family} address of the router.`,
  );

const deviceProblems = (path: string, device: NetworkDevice): readonly FieldProblem[] => [
  ...(device.ipAddrs ?? []).flatMap((address, index) =>
    problemIf(
      cidrRange(address) === undefined,
      `${path}.ipAddrs[${index}]`,
      `${address} has no prefix, or is no address.`,
      'Write it as address/prefix, e.g. 192.0.2.10/24.',
    ),
  ),
  ...gatewayProblems(`${path}.gateway4`, device.gateway4, 'IPv4'),
  ...gatewayProblems(`${path}.gateway6`, device.gateway6, 'IPv6'),
];

const pciProblems = (path: string, { pciDevices = [] }: VirtualMachineCloneSpec): readonly FieldProblem[] =>
  pciDevices.flatMap(({ deviceId, vendorId, vGPUProfile }, index) => {
    const byId = deviceId !== undefined && vendorId !== undefined;
    const partlyById = deviceId !== undefined || vendorId !== undefined;
    const named = vGPUProfile !== undefined;
    return problemIf(
      named ? partlyById : !byId,
      `${path}.pciDevices[${index}]`,
      'The device is not named clearly.',
      'Set deviceId and vendorId, or vGPUProfile alone.',
    );
  });

function cloneProblems(path: string, spec: VirtualMachineCloneSpec): readonly FieldProblem[] {
  return [
    ...spec.network.devices.flatMap((device, index) => deviceProblems(`${path}.network.devices[${index}]`, device)),
    ...pciProblems(path, spec),
    ...problemIf(
      spec.hardwareVersion !== undefined && !HARDWARE_VERSION.test(spec.hardwareVersion),
      `${path}.hardwareVersion`,
      `${String(spec.hardwareVersion)} is no hardware version.`,
      'Write it as vCenter does, e.g. vmx-19.',
    ),
    ...problemIf(
      spec.guestSoftPowerOffTimeoutSeconds !== undefined && spec.powerOffMode !== 'trySoft',
      `${path}.guestSoftPowerOffTimeoutSeconds`,
      'The timeout has a meaning only when a soft power-off may turn into a hard one.',
      'Set powerOffMode to trySoft, or leave the timeout out.',
    ),
  ];
}

/** What upstream refuses about a VSphereMachine. */
export const validateVSphereMachine = (machine: VSphereMachine): readonly FieldProblem[] => cloneProblems('spec', machine.spec);

/** What upstream refuses about a VSphereVM. */
export const validateVSphereVM = (vm: VSphereVM): readonly FieldProblem[] => cloneProblems('spec', vm.spec);

/** What upstream refuses about a VSphereMachineTemplate: all machines would get the same address or identity. */
export function validateVSphereMachineTemplate(template: VSphereMachineTemplate): readonly FieldProblem[] {
  const path = 'spec.template.spec';
  const spec = template.spec.template.spec;
  if (spec === undefined) return problemIf(true, path, 'The template is empty.', 'Describe the virtual machine to clone.');
  return [
    ...cloneProblems(path, spec),
    ...problemIf(spec.providerID !== undefined, `${path}.providerID`, 'Every machine has an id of its own.', 'Leave providerID out.'),
    ...spec.network.devices.flatMap((device, index) =>
      problemIf(
        device.ipAddrs !== undefined,
        `${path}.network.devices[${index}].ipAddrs`,
        'Every machine would get the same address.',
        'Use addressesFromPools or DHCP.',
      ),
    ),
  ];
}
