/** A fault of the vSphere API by name, such as `NoDiskSpace`, with its message and fields. */
export interface InjectedFault {
  readonly type: string;
  readonly message?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What a rule does to a call in place of, or before, the real answer. */
export interface FaultRule {
  /** The SOAP method or `METHOD /path` of a REST call, such as `CloneVM_Task` or `POST /rest/com/vmware/cis/session`; `*` is any. */
  readonly method: string;
  /** How many calls it applies to; absent means all. */
  readonly times?: number;
  /** Answer with this fault. */
  readonly fault?: InjectedFault;
  /** Take the call, but let the task that it starts end in this fault. */
  readonly taskFault?: InjectedFault;
  /** Carry the call out, but close the connection in place of answering. */
  readonly dropReply?: boolean;
  /** Answer with this HTTP status and nothing else. */
  readonly httpStatus?: number;
  /** Wait so many milliseconds first. */
  readonly delayMs?: number;
}

/** The rules in force, in the order in which they were added. */
export class FaultRules {
  readonly #rules: { readonly rule: FaultRule; left: number }[] = [];

  /** Adds a rule; returns a function that takes it back. */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.push(entry);
    return () => {
      const index = this.#rules.indexOf(entry);
      if (index >= 0) this.#rules.splice(index, 1);
    };
  }

  /** The rule for a call, of which this is one use. */
  take(method: string): FaultRule | undefined {
    const entry = this.#rules.find(({ rule, left }) => left > 0 && (rule.method === '*' || rule.method === method));
    if (entry) entry.left -= 1;
    return entry?.rule;
  }
}
