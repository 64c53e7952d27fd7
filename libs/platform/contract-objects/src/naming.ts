import { TerminalError } from '@handoff/reconcile';

/** Fills a naming template such as `{{ .machineSet.name }}-{{ .random }}`. @throws TerminalError naming what it does not know */
export function fillName(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*\.([\w.]+)\s*\}\}/g, (whole, path: string) => {
    const value = values[path];
    if (value === undefined) throw new TerminalError('InvalidNaming', `spec.machineNaming.template: ${whole} is not known; use ${Object.keys(values).map((key) => `{{ .${key} }}`).join(', ')}`);
    return value;
  });
}
