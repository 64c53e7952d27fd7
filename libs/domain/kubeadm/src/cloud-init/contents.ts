import type { HostFile, HostUser, KubeadmConfigSpec } from '@handoff/api';
import { InvalidFieldError, MissingContentError } from '../errors.js';
import { checkJinja } from './jinja.js';

/** Looks into a Secret in the namespace of the KubeadmConfig; undefined when it or the key is absent. */
export type ContentLookup = (secret: string, key: string) => string | undefined;

/** A Secret's key that a spec refers to. */
export interface ContentReference {
  readonly field: string;
  readonly secret: string;
  readonly key: string;
}

/** A file with its content at hand. */
export type ResolvedFile = Omit<HostFile, 'contentFrom' | 'contentFormat'> & { readonly content: string };

/** An account with its password at hand. */
export type ResolvedUser = Omit<HostUser, 'passwdFrom'>;

/** What the caller must read, and watch, before it asks for bootstrap data. */
export function contentReferences(spec: KubeadmConfigSpec): readonly ContentReference[] {
  const files = (spec.files ?? []).map((file, index) => ({ field: `files[${index}].contentFrom`, from: file.contentFrom }));
  const users = (spec.users ?? []).map((user, index) => ({ field: `users[${index}].passwdFrom`, from: user.passwdFrom }));
  return [...files, ...users].flatMap(({ field, from }) =>
    from === undefined ? [] : [{ field, secret: from.secret.name, key: from.secret.key }],
  );
}

/** @throws InvalidFieldError, MissingContentError */
export function resolveFiles(
  files: readonly HostFile[],
  lookup: ContentLookup,
  controlPlaneVersion: string | undefined,
): readonly ResolvedFile[] {
  const seen = new Map<string, number>();
  return files.map((file, index) => {
    const first = seen.get(file.path);
    if (first !== undefined) throw new InvalidFieldError(`files[${index}].path`, `"${file.path}" is written by files[${first}] too`, 'keep one of them');
    seen.set(file.path, index);
    return resolveFile(file, `files[${index}]`, lookup, controlPlaneVersion);
  });
}

function resolveFile(file: HostFile, field: string, lookup: ContentLookup, controlPlaneVersion: string | undefined): ResolvedFile {
  const { content: inline, contentFrom, contentFormat, ...rest } = file;
  if (inline !== undefined && contentFrom !== undefined) throw new InvalidFieldError(field, 'content and contentFrom are both set', 'keep one of them');
  const raw = contentFrom === undefined ? (inline ?? '') : look(lookup, contentFrom.secret, `${field}.contentFrom`);
  const where = contentFrom === undefined ? `${field}.content` : `${field}.contentFrom`;
  const content = contentFormat === 'Template' ? renderTemplate(raw, where, controlPlaneVersion) : raw;
  checkJinja(content, where);
  return { ...rest, content };
}

/** @throws MissingContentError */
export function resolveUsers(users: readonly HostUser[], lookup: ContentLookup): readonly ResolvedUser[] {
  return users.map(({ passwdFrom, ...user }, index) =>
    passwdFrom === undefined ? user : { ...user, passwd: look(lookup, passwdFrom.secret, `users[${index}].passwdFrom`) },
  );
}

function look(lookup: ContentLookup, { name, key }: { readonly name: string; readonly key: string }, field: string): string {
  const found = lookup(name, key);
  if (found === undefined) throw new MissingContentError(field, name, key);
  return found;
}

/** An action of Go's text/template, with its optional trim markers. */
const action = /(?:\s*\{\{-\s|\{\{)((?:"[^"\\]*"|`[^`]*`|[^"`])*?)(?:\s-\}\}\s*|\}\})/g;

/**
 * Fills in `contentFormat: Template`. Of Go's text/template, what its one documented variable needs is understood: `{{
 * .controlPlane.version }}` and string constants (to write a literal `{{`), with trim markers. Anything else is refused rather than half
 * understood.
 */
function renderTemplate(text: string, field: string, controlPlaneVersion: string | undefined): string {
  return text.replaceAll(action, (_whole, expression: string) => {
    const trimmed = expression.trim();
    if (trimmed === '.controlPlane.version') {
      if (controlPlaneVersion !== undefined) return controlPlaneVersion;
      throw new InvalidFieldError(field, 'the version of the control plane is not known', 'remove {{ .controlPlane.version }} from it');
    }
    const constant = stringConstant(trimmed);
    if (constant !== undefined) return constant;
    throw new InvalidFieldError(field, `the template action "${trimmed}" is not supported`, 'use {{ .controlPlane.version }}, or remove contentFormat');
  });
}

function stringConstant(expression: string): string | undefined {
  if (/^`[^`]*`$/.test(expression)) return expression.slice(1, -1);
  if (/^"[^"\\]*"$/.test(expression)) return expression.slice(1, -1);
  return undefined;
}
