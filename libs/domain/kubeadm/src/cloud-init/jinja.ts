import { InvalidFieldError } from '../errors.js';

/** Everything that Jinja would find an end for. Raw sections first: their inside is not looked at. */
const closed = /\{%-?\s*raw\s*-?%\}[\s\S]*?\{%-?\s*endraw\s*-?%\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g;

/**
 * Refuses text that would make cloud-init drop the whole user data: one `${#array[@]}` in one script opens a Jinja comment that never
 * ends, nothing is rendered, and the host comes up as if it had no user data.
 * @throws InvalidFieldError
 */
export function checkJinja(text: string, field: string): void {
  const opener = /\{[{%#]/.exec(text.replaceAll(closed, ''))?.[0];
  if (opener === undefined) return;
  throw new InvalidFieldError(
    field,
    `it has "${opener}", which opens a Jinja tag for cloud-init, and no end of that tag`,
    'put the text between {% raw %} and {% endraw %}, or give the file as base64 with encoding base64',
  );
}

/** A tag that takes the line break behind it, or all blanks: `{% … %}`, `{# … #}`, `{{ … -}}`. */
const takesWhatFollows = /\{[{%#][\s\S]*(?:[%#]|-\})\}\s*$/;

/**
 * Keeps a tag at the end of a text from taking the line break that ends the value in YAML: the next key would become part of the text. What
 * is added renders to nothing.
 */
export function shieldEnds(value: unknown): unknown {
  if (typeof value === 'string') return takesWhatFollows.test(value) ? `${value}{{ '' }}` : value;
  if (Array.isArray(value)) return value.map(shieldEnds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shieldEnds(item)]));
}
