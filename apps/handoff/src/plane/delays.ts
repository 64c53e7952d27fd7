import type { Delays as VCenterDelays } from '@handoff/simulator-vcenter';

/** How slow the simulated world is. */
export const delayNames = ['real', 'demo', 'none'] as const;
export type DelayName = (typeof delayNames)[number];

/** What vCenter's tasks take, in ms: `real` as in the field, `demo` about a tenth of it. */
export const vcenterDelays: Readonly<Record<DelayName, VCenterDelays>> = {
  real: { clone: 40_000, reconfigure: 1_000, powerOn: 2_000, powerOff: 1_000, destroy: 2_000 },
  demo: { clone: 4_000, reconfigure: 100, powerOn: 200, powerOff: 100, destroy: 200 },
  none: {},
};
