/** The part of the POSIX shell grammar (with bash's `[[ ]]`) that provisioning scripts are made of. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'parameter'; readonly name: string; readonly operator?: string; readonly operand?: Word; readonly quoted: boolean }
  | { readonly kind: 'substitution'; readonly script: Script; readonly quoted: boolean };

export type Word = readonly WordPart[];

export interface Redirection {
  readonly kind: 'write' | 'append' | 'read' | 'duplicate' | 'here';
  readonly descriptor: number;
  readonly target: Word;
}

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly assignments: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
}

export type Command = (
  | SimpleCommand
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise?: Script;
    }
  | { readonly kind: 'for'; readonly variable: string; readonly items: readonly Word[]; readonly body: Script }
  | { readonly kind: 'loop'; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | { readonly kind: 'group'; readonly body: Script; readonly subshell: boolean }
  | { readonly kind: 'function'; readonly functionName: string; readonly body: Script }
) & { readonly redirections: readonly Redirection[]; readonly source: string };

export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly background: boolean;
  readonly source: string;
}

export type Script = readonly AndOr[];

/** The text is no shell script: a real shell would refuse it too. */
export class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
}

/** The text may be a fine script, but uses a construct that is not played. */
export class UnsupportedSyntaxError extends Error {
  override readonly name = 'UnsupportedSyntaxError';
}
