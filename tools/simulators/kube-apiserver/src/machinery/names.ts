const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Checks a name; the answer is what is wrong with it. */
export type NameRule = (name: string) => string | undefined;

const tooLong = (limit: number): string => `must be no more than ${String(limit)} characters`;

export const dnsLabel: NameRule = (name) => {
  if (name.length > 63) return tooLong(63);
  return LABEL.test(name) ? undefined :
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
    "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
};

export const dnsSubdomain: NameRule = (name) => {
  if (name.length > 253) return tooLong(253);
  return SUBDOMAIN.test(name) ? undefined :
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
    "alphanumeric character (e.g. 'example.com', regex used for validation is " +
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
};

/** Names of roles and the like: anything that fits into one step of a path. */
export const pathSegment: NameRule = (name) => {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  const bad = ['/', '%'].find((character) => name.includes(character));
  return bad === undefined ? undefined : `may not contain '${bad}'`;
};

/** Keys of labels and annotations, and finalizers: an optional DNS prefix and a name. */
export const qualifiedName: NameRule = (key) => {
  const [prefix, name] = key.includes('/') ? [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)] : [undefined, key];
  if (prefix !== undefined && (prefix === '' || dnsSubdomain(prefix) !== undefined)) return `prefix part ${dnsSubdomain(prefix) ?? 'must be non-empty'}`;
  if (name === '') return 'name part must be non-empty';
  if (name.length > 63) return `name part ${tooLong(63)}`;
  return QUALIFIED.test(name) ? undefined :
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
    "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
};

export const labelValue: NameRule = (value) => {
  if (value === '') return undefined;
  if (value.length > 63) return tooLong(63);
  return QUALIFIED.test(value) ? undefined :
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
    "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
};
