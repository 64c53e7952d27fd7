import { join } from 'node:path';
import type { Logger } from '@handoff/reconcile';
import { startGuests } from '@handoff/simulator-guest';
import type { GuestSimulator } from '@handoff/simulator-guest';
import { startVCenter } from '@handoff/simulator-vcenter';
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { vcenterDelays } from './delays.js';
import type { DelayName } from './delays.js';

/** What the simulated vCenter believes. */
export const VCENTER_USER = { name: 'user', password: 'pass' } as const;

/** Where a vCenter is and who logs in. */
export interface VCenterLogin {
  /** Host, or host and port. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** Of its certificate; without one a public authority has to vouch for it. */
  readonly thumbprint?: string | undefined;
}

/** A vCenter that is there already: a real one, or somebody else's simulator, whose machines have no guests unless they are played. */
export interface ExternalVCenter extends VCenterLogin {
  readonly playGuests: boolean;
}

/** Where a simulated vCenter listens; a vCenter that is there already; false: the VSphereClusters name what nothing here knows of. */
export type VCenterChoice = { readonly host: string; readonly port: number } | ExternalVCenter | false | undefined;

export interface VCenterSide {
  readonly vcenter: VCenterSimulator | undefined;
  readonly guests: GuestSimulator | undefined;
}

/** Who logs in to the simulated vCenter. */
export const loginOf = ({ address, thumbprint }: VCenterSimulator): VCenterLogin =>
  ({ server: address, username: VCENTER_USER.name, password: VCENTER_USER.password, thumbprint });

interface Surroundings {
  readonly stateDirectory: string;
  readonly delays: DelayName;
  readonly log: Logger;
}

/** Starts what of a vCenter and of its guests is to be simulated; `owner` ends it. */
export async function startVCenterSide(choice: VCenterChoice, owner: AsyncDisposableStack, around: Surroundings): Promise<VCenterSide> {
  if (choice === false) return { vcenter: undefined, guests: undefined };
  if (choice !== undefined && 'server' in choice) {
    return { vcenter: undefined, guests: choice.playGuests ? owner.use(await playGuests(choice, around)) : undefined };
  }
  const { stateDirectory, delays } = around;
  const stateDir = join(stateDirectory, 'vcenter');
  const vcenter = owner.use(await startVCenter({ ...choice, stateDir, users: [VCENTER_USER], delays: vcenterDelays[delays] }));
  return { vcenter, guests: owner.use(await playGuests(loginOf(vcenter), around)) };
}

function playGuests({ server, username, password, thumbprint }: VCenterLogin, { delays, log }: Surroundings): Promise<GuestSimulator> {
  const guestLog = log.child({ from: 'guests' });
  return startGuests({
    vcenter: { server, username, password, ...(thumbprint === undefined ? {} : { thumbprint }) },
    delays, log: (line) => { guestLog.debug({}, line); },
  });
}
