import { isRecord, type Fields } from '../json.js';

interface MergePolicy {
  readonly list: 'keep' | 'append' | 'prepend' | 'replace';
  readonly replaces: boolean;
  readonly recursesIntoLists: boolean;
}

/**
 * Merges a lower layer (vendor data) under a higher one (user data), as cloud-init does: what the higher layer has stays, lists are not
 * joined, unless the lower layer asks for it by `merge_how` (for example `list(append)+dict(recurse_list)+str()`).
 */
export function mergeConfigs(higher: Fields, lower: Fields): Fields {
  return mergeFields(higher, lower, policyOf(lower['merge_how'] ?? lower['merge_type']), true);
}

function mergeFields(higher: Fields, lower: Fields, policy: MergePolicy, top: boolean): Fields {
  const merged: Record<string, unknown> = { ...higher };
  for (const [key, value] of Object.entries(lower)) {
    if (top && (key === 'merge_how' || key === 'merge_type')) continue;
    const current = merged[key];
    if (current === undefined) merged[key] = value;
    else if (isRecord(current) && isRecord(value)) merged[key] = mergeFields(current, value, policy, false);
    else if (Array.isArray(current) && Array.isArray(value) && policy.recursesIntoLists) merged[key] = mergeLists(current, value, policy);
    else if (policy.replaces) merged[key] = value;
  }
  return merged;
}

function mergeLists(higher: readonly unknown[], lower: readonly unknown[], policy: MergePolicy): unknown[] {
  switch (policy.list) {
    case 'append':
      return [...higher, ...lower];
    case 'prepend':
      return [...lower, ...higher];
    case 'replace':
      return [...lower];
    case 'keep':
      return [...higher];
  }
}

/** `merge_how` as text (`list(append)+dict(recurse_list)`) or as a list of `{name, settings}`. */
function policyOf(setting: unknown): MergePolicy {
  const settings = new Map<string, readonly string[]>();
  if (typeof setting === 'string') {
    for (const [, name = '', options = ''] of setting.matchAll(/(\w+)\(([^)]*)\)/g)) settings.set(name, options.split(/[,\s]+/));
  } else if (Array.isArray(setting)) {
    for (const item of setting.filter(isRecord))
      settings.set(String(item['name']), Array.isArray(item['settings']) ? item['settings'].map(String) : []);
  }
  const list = settings.get('list') ?? [];
  const dictionary = settings.get('dict') ?? [];
  return {
    list: (['append', 'prepend', 'replace'] as const).find((option) => list.includes(option)) ?? 'keep',
    replaces: dictionary.includes('replace'),
    recursesIntoLists: dictionary.includes('recurse_list') || dictionary.includes('recurse_array'),
  };
}
