/** What changes something in vCenter; the rest only looks. */
const ACTS = /_Task$|^(?:ShutdownGuest|RebootGuest|UnregisterVM|POST .*deploy)/;

/** How often vCenter was told to do something, by method, out of everything that it was called for. */
export const actsOf = (calls: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(calls).filter(([method]) => ACTS.test(method)));
