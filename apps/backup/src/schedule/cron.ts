import { asError } from '@handoff/time';
import { Cron } from 'croner';

/** A schedule that cannot be understood. */
export class InvalidSchedule extends Error {
  override readonly name = 'InvalidSchedule';
  readonly code = 'InvalidSchedule';
  readonly retryable = false;
}

/** The times of a cron expression, in UTC and in milliseconds. Only computed: nothing here waits or looks at a clock. */
export class Times {
  readonly #cron: Cron;

  /** @throws InvalidSchedule when it is no expression of five fields */
  constructor(expression: string) {
    try {
      this.#cron = new Cron(expression, { paused: true, timezone: 'UTC', mode: '5-part' });
    } catch (thrown) {
      const fix = 'write five fields: minute, hour, day of the month, month, day of the week, e.g. "0 3 * * *"';
      throw new InvalidSchedule(`spec.schedule ${JSON.stringify(expression)}: ${asError(thrown).message}; ${fix}`, { cause: thrown });
    }
  }

  /** The first time after `moment`; undefined when there is none. */
  after(moment: number): number | undefined {
    return this.#cron.nextRun(new Date(moment))?.getTime();
  }

  /** The last time that is later than `from` and not later than `to`: however many were missed, there is one to make up for. */
  latest(from: number, to: number): number | undefined {
    const [last] = this.#cron.previousRuns(1, new Date(to + 1000 - (to % 1000))); // exclusive, in whole seconds
    const time = last?.getTime();
    return time !== undefined && time > from && time <= to ? time : undefined;
  }
}
