/** What a judge makes of a document. */
export interface Verdict {
  readonly accepted: boolean;
  /** In its own words. */
  readonly said: string;
}

/** Why it was refused; undefined when it was not. */
export const refusalOf = ({ accepted, said }: Verdict): string | undefined => (accepted ? undefined : said);
