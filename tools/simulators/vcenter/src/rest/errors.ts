/** The errors of the REST API that this vCenter raises, by their last name, with their HTTP status. */
const statuses = {
  unauthenticated: 401,
  unauthorized: 403,
  not_found: 404,
  already_exists: 400,
  invalid_argument: 400,
  invalid_element_type: 400,
  not_allowed_in_current_state: 400,
  error: 500,
} as const;

export type RestErrorName = keyof typeof statuses;

/** An error of the REST API, sent as `{"type": "com.vmware.vapi.std.errors.…", "value": {"messages": […]}}`. */
export class RestError extends Error {
  override readonly name = 'RestError';

  constructor(
    readonly type: RestErrorName,
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return statuses[this.type];
  }

  get body(): unknown {
    const message = { args: [], default_message: this.message, id: `com.vmware.vapi.std.errors.${this.type}` };
    return { type: `com.vmware.vapi.std.errors.${this.type}`, value: { messages: [message] } };
  }
}
