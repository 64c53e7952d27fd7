/** What a terminal is told, or one character. */
const PARTS = /\u001b\[[0-9;]*m|[^\u001b]/gu;

/** Cuts a line to what is seen of it, with an ellipsis; escape sequences take no room. */
export function cut(line: string, columns: number): string {
  const visible = [...line.matchAll(PARTS)].filter(([part]) => !part.startsWith('\u001b')).length;
  if (visible <= columns) return line;
  let seen = 0;
  let end = 0;
  for (const [part] of line.matchAll(PARTS)) {
    if (!part.startsWith('\u001b')) seen += 1;
    if (seen >= columns) break;
    end += part.length;
  }
  return `${line.slice(0, end)}…\u001b[0m`;
}
