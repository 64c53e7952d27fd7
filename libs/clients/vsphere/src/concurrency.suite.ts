import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VSphereClient } from './client.js';
import { changeThat, cloned, machineThat, placement } from './testing/machines.js';
import type { VCenterFlavour, VCenterUnderTest } from './testing/vcenters.js';
import type { CloneSpec } from './vm/clone-spec.js';
import { guestinfo } from './vm/guestinfo.js';

const ROUNDS = 8;
const AT_ONCE = 8;
/** vcsim collects all that is watched anew for every change: a minute on a busy machine. A vcsim that hangs never ends. */
const PATIENCE_MS = 240_000;

/** Two clients that change and watch the same machines at once, as capv and whoever plays the guests do. */
export function concurrencyChecks({ name, start }: VCenterFlavour): void {
  describe(`two clients at work at once against ${name}`, () => { checks(start); });
}

function checks(start: VCenterFlavour['start']): void {
  let vcenter: VCenterUnderTest;
  let owner: VSphereClient;
  let guest: VSphereClient;
  let place: Omit<CloneSpec, 'name' | 'instanceUuid'>;
  const background: unknown[] = [];

  beforeAll(async () => {
    vcenter = await start();
    const options = { ...vcenter.options, onBackgroundError: (error: unknown) => background.push(error) };
    owner = await VSphereClient.connect(options);
    guest = await VSphereClient.connect(options);
    place = await placement(owner, vcenter.template);
  });
  afterAll(async () => {
    await guest[Symbol.asyncDispose]();
    await owner[Symbol.asyncDispose]();
    await vcenter[Symbol.asyncDispose]();
    expect(background).toEqual([]);
  });

  it(`both hear of everything that the other does to ${String(AT_ONCE)} machines at once, ${String(ROUNDS)} times over`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const lives = Array.from({ length: AT_ONCE }, (_, index) => life(round * AT_ONCE + index));
      expect(await Promise.all(lives)).toEqual(lives.map(() => ['192.0.2.7']));
    }
  }, PATIENCE_MS);

  /** Cloned and powered on by its owner, addressed by the guest's player, removed by its owner; the addresses that the owner heard of. */
  async function life(number: number): Promise<readonly string[]> {
    const instanceUuid = `6f1d0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const vm = await cloned(owner, { ...place, name: `busy-${String(number)}`, instanceUuid, extraConfig: guestinfo({ metadata: 'a: b' }) });
    const running = machineThat(guest, vm, ({ powerState }) => powerState === 'poweredOn');
    const gone = changeThat(guest, vm, ({ kind }) => kind === 'gone');
    const addressed = machineThat(owner, vm, ({ guest: { ips } }) => [...ips.values()].flat().length > 0);
    await done(owner.powerOn(vm));
    await running;
    await done(guest.reconfigure(vm, { extraConfig: new Map([['SET.guest.ipAddress', '192.0.2.7']]) }));
    const { guest: { ips } } = await addressed;
    await done(owner.powerOff(vm));
    await done(owner.destroy(vm));
    expect(await gone).toEqual({ kind: 'gone' });
    return [...ips.values()].flat();
  }

  async function done(started: ReturnType<VSphereClient['powerOn']>): Promise<void> {
    const task = await started;
    if (task !== undefined) await owner.awaitTask(task);
  }
}
