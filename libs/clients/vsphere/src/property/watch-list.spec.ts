import { describe, expect, it } from '@jest/globals';
import { moRef } from '../moref.js';
import { WatchList, type ObjectListener } from './watch-list.js';

const vm = (index: number) => moRef('VirtualMachine', `vm-${index}`);
const listener: ObjectListener = () => undefined;

describe('the books of a watcher', () => {
  it('ask for one edit for all that came meanwhile, and for none afterwards', () => {
    const list = new WatchList();
    for (const index of [1, 2, 2]) list.admit(vm(index), listener);
    expect(list.editDue).toBe(true);
    expect(list.takeEdit()).toEqual({ add: [vm(1), vm(2)], remove: [], silent: [] });
    expect(list.editDue).toBe(false);
  });

  it('say nothing of an object that was let go before vCenter heard of it', () => {
    const list = new WatchList();
    list.release(list.admit(vm(1), listener), listener);
    expect(list.editDue).toBe(false);
    expect(list.inUse).toBe(false);
  });

  it('let objects that nobody watches go with the next addition, or when they are many', () => {
    const list = new WatchList();
    const objects = Array.from({ length: 40 }, (_, index) => list.admit(vm(index), listener));
    list.takeEdit();
    for (const object of objects.slice(0, 2)) list.release(object, listener);
    expect(list.editDue).toBe(false);
    list.admit(vm(100), listener);
    expect(list.takeEdit()).toEqual({ add: [vm(100)], remove: [vm(0), vm(1)], silent: [] });
    for (const object of objects.slice(2, 34)) list.release(object, listener);
    expect(list.editDue).toBe(true);
  });

  it('keep what is known of an object until it has left the list, and take it back without an edit', () => {
    const list = new WatchList();
    const object = list.admit(vm(1), listener);
    list.takeEdit();
    object.values = new Map();
    list.release(object, listener);
    expect(list.inUse).toBe(false);
    expect(list.admit(vm(1), listener)).toBe(object);
    expect(list.editDue).toBe(false);
  });

  it('point out what is added again soon after its removal, of which vCenter may tell nothing', () => {
    const list = new WatchList();
    list.release(list.admit(vm(1), listener), listener);
    const first = list.admit(vm(1), listener);
    list.takeEdit();
    list.release(first, listener);
    list.admit(vm(2), listener);
    expect(list.takeEdit().remove).toEqual([vm(1)]);
    list.admit(vm(1), listener);
    expect(list.takeEdit()).toEqual({ add: [vm(1)], remove: [], silent: [vm(1)] });
  });

  it('start over with everything that is watched and nothing that was', () => {
    const list = new WatchList();
    const objects = [1, 2, 3].map((index) => list.admit(vm(index), listener));
    list.takeEdit();
    for (const object of objects.slice(0, 1)) list.release(object, listener);
    expect(list.startOver()).toEqual([vm(2), vm(3)]);
    expect(list.editDue).toBe(false);
    expect(list.find(vm(1))).toBeUndefined();
  });
});
