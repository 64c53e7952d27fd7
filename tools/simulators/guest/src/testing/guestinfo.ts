/** Settings of a VM that hand documents to cloud-init. */
export function guestinfo(documents: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(documents).flatMap(([name, text]) => [
      [`guestinfo.${name}`, Buffer.from(text, 'utf8').toString('base64')] as const,
      [`guestinfo.${name}.encoding`, 'base64'] as const,
    ]),
  );
}
