import { apiChecks } from './conformance.suite.js';
import { serviceChecks } from './conformance-services.suite.js';
import { virtualMachineChecks } from './conformance-virtual-machines.suite.js';
import { describeVCenter, ourSimulator } from './testing/backends.js';

describeVCenter('the vSphere API', ourSimulator, apiChecks);
describeVCenter('virtual machines over the vSphere API', ourSimulator, virtualMachineChecks);
describeVCenter('what stands beside virtual machines', ourSimulator, serviceChecks);
