/** One element of a data object, one parameter of a method, or one property of a managed object. */
export interface Field {
  readonly name: string;
  /** A simple type (`string`, `int`, `any`…), an enumeration, a data object, or a managed object type when `reference` is set. */
  readonly type: string;
  readonly reference: boolean;
  readonly array: boolean;
  readonly optional: boolean;
}

export interface TypeDefinition {
  readonly name: string;
  readonly base: string | undefined;
  /** Own and inherited fields, the base's first, which is the order of elements on the wire. */
  readonly fields: readonly Field[];
}

export interface MethodDefinition {
  readonly name: string;
  /** The managed object type that has this method. */
  readonly on: string;
  readonly parameters: readonly Field[];
  readonly returns: Field | undefined;
}

const statement = /(enum|type|managed|method) (\w+)(?: extends (\w+))?(?: on (\w+))? \{([^}]*)\}(?:: (\S+))?/g;

/**
 * The part of the vSphere API that this simulator speaks, read from the compact notation of the files beside this one.
 * `unsimulated` marks what the real API has and we refuse to take.
 */
export class Schema {
  readonly #enums = new Map<string, ReadonlySet<string>>();
  readonly #types = new Map<string, TypeDefinition>();
  readonly #managed = new Map<string, TypeDefinition>();
  readonly #methods = new Map<string, MethodDefinition>();

  constructor(...sources: readonly string[]) {
    const types = new Map<string, RawDefinition>();
    const managed = new Map<string, RawDefinition>([['ManagedObject', { base: undefined, fields: [] }]]);
    for (const match of sources.join('\n').matchAll(statement)) {
      const [, kind, name = '', base, on = '', body = '', returns] = match;
      if (kind === 'enum') this.#enums.set(name, new Set(body.trim().split(/\s+/)));
      else if (kind === 'type') types.set(name, { base, fields: fieldsOf(body) });
      else if (kind === 'managed') managed.set(name, { base: base ?? 'ManagedObject', fields: fieldsOf(body) });
      else this.#methods.set(name, { name, on, parameters: fieldsOf(body), returns: returns ? field('returnval', returns) : undefined });
    }
    for (const name of types.keys()) this.#types.set(name, flatten(name, types));
    for (const name of managed.keys()) this.#managed.set(name, flatten(name, managed));
  }

  enumeration(name: string): ReadonlySet<string> | undefined {
    return this.#enums.get(name);
  }

  type(name: string): TypeDefinition | undefined {
    return this.#types.get(name);
  }

  managed(name: string): TypeDefinition | undefined {
    return this.#managed.get(name);
  }

  method(name: string): MethodDefinition | undefined {
    return this.#methods.get(name);
  }

  /** Every field, parameter and return value there is, for checks of the schema itself. */
  mentioned(): Field[] {
    const definitions = [...this.#types.values(), ...this.#managed.values()];
    const methods = [...this.#methods.values()].flatMap(({ parameters, returns }) => (returns ? [...parameters, returns] : parameters));
    return [...definitions.flatMap(({ fields }) => fields), ...methods];
  }

  /** Whether `name` is `base` or derives from it; works for data objects and managed objects alike. */
  derives(name: string, base: string): boolean {
    for (let type: string | undefined = name; type !== undefined; type = (this.#types.get(type) ?? this.#managed.get(type))?.base) {
      if (type === base) return true;
    }
    return false;
  }
}

interface RawDefinition {
  readonly base: string | undefined;
  readonly fields: readonly Field[];
}

function flatten(name: string, all: ReadonlyMap<string, RawDefinition>): TypeDefinition {
  const own = all.get(name);
  if (!own) throw new Error(`schema: ${name} is not defined`);
  const inherited = own.base === undefined ? [] : flatten(own.base, all).fields;
  const fields = [...inherited.filter((outer) => !own.fields.some((inner) => inner.name === outer.name)), ...own.fields];
  return { name, base: own.base, fields };
}

function fieldsOf(body: string): Field[] {
  return [...body.matchAll(/(\w+\??): ([^;]+);/g)].map(([, name = '', type = '']) => field(name, type));
}

function field(name: string, notation: string): Field {
  const optional = name.endsWith('?') || notation.endsWith('?');
  const bare = notation.replace(/\?$/, '');
  const array = bare.endsWith('[]');
  const type = array ? bare.slice(0, -2) : bare;
  const reference = type.startsWith('^');
  return { name: name.replace(/\?$/, ''), type: reference ? type.slice(1) : type, reference, array, optional };
}
