import type { Inventory } from '../model/inventory.js';
import { ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { Task } from '../model/task.js';
import { handler } from '../soap/handler.js';
import type { Handler } from '../soap/handler.js';
import { wellKnown } from './service.js';

export class TaskManager extends ManagedObject {
  readonly maxCollector = 32;
  readonly description = { methodInfo: [], state: [], reason: [] };

  constructor(readonly inventory: Inventory) {
    super(wellKnown.taskManager);
  }

  get recentTask(): readonly MoRef[] {
    return this.inventory.all(Task).map((task) => task.ref);
  }
}

export const taskMethods: Readonly<Record<string, Handler>> = {
  CancelTask: handler(Task, (task, _parameters, call) => call.vcenter.tasks.cancel(task)),
};
