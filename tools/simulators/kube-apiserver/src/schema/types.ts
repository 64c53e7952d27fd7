/** A value as JSON carries it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object: every Kubernetes object is one. */
export interface JsonObject {
  [key: string]: Json;
}

/** One CEL rule of `x-kubernetes-validations`. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: FieldErrorReason;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/**
 * A structural OpenAPI v3 schema with the extensions of Kubernetes. Built-in kinds use a few keys more, which never leave the server:
 * `x-model` names the component of the OpenAPI document, and `x-note` says what a field of that type is for; `x-zero` is what the field
 * holds when nobody sets it, because it is always serialized: `{}` for a struct, null for a list. It decides which parents the creator of
 * an object comes to own. `x-omit-empty` marks a map or list that is not stored when it is empty.
 */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: Json;
  readonly example?: Json;
  readonly enum?: readonly Json[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-model'?: string;
  readonly 'x-note'?: string;
  readonly 'x-zero'?: Json;
  readonly 'x-omit-empty'?: true;
}

export type FieldErrorReason =
  | 'FieldValueInvalid'
  | 'FieldValueRequired'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany';

/** One fault of an object: a cause of a 422 Status. `message` is what follows `<path>: ` there, for example `Required value`. */
export interface FieldError {
  /** The type that a value of another type was given for. */
  readonly expected?: string;
  /** Whether a CEL rule found it, which means that the shape of the whole is right. */
  readonly byRule?: boolean;
  readonly path: string;
  readonly reason: FieldErrorReason;
  readonly message: string;
  readonly value?: Json;
}

/** A column of a Table. Exactly one of `jsonPath` and `render` is set; `render` sees the time that the request is answered at. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly jsonPath?: string;
  readonly render?: (object: JsonObject, now: Date) => string | number | boolean | null;
  readonly priority: number;
  readonly description?: string;
}

/** A kind that the API server brings along. */
export interface BuiltinResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Subresource names, for example `status`, `scale`, `binding`. */
  readonly subresources: readonly string[];
  /** Verbs of the main resource; reviews only know `create`. */
  readonly verbs: readonly string[];
  readonly schema: Schema;
  readonly columns: readonly Column[];
  /** Defaults that depend on other fields; call it after `applyDefaults`. */
  readonly complete?: (object: JsonObject) => JsonObject;
}

/** An entry of `metadata.managedFields`. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly time?: string;
  readonly fieldsType?: 'FieldsV1';
  readonly fieldsV1?: JsonObject;
  readonly subresource?: string;
}

/** A field that somebody else owns with another value. `manager` reads as the API server prints it, for example `"kubectl" using v1`. */
export interface ApplyConflict {
  readonly field: string;
  readonly manager: string;
}

export interface ApplyRequest {
  readonly schema: Schema;
  /** The stored object; absent when the apply creates it. */
  readonly live?: JsonObject;
  readonly applied: JsonObject;
  readonly manager: string;
  readonly apiVersion: string;
  readonly force: boolean;
  /** '' or absent for the main resource, otherwise for example `status`. */
  readonly subresource?: string;
  /** Whether the status is written through its own subresource only; by default, whenever the schema has a status. */
  readonly hasStatus?: boolean;
  readonly now: Date;
}

/**
 * `object` is the very `live` when nothing changed; `invalid` says why the applied configuration cannot be read, and `code` is the HTTP
 * status that the API server answers with.
 */
export type ApplyOutcome =
  | { readonly object: JsonObject }
  | { readonly conflicts: readonly ApplyConflict[] }
  | { readonly invalid: string; readonly code: 400 | 500 };

export interface UpdateToTrack {
  readonly schema: Schema;
  /** The stored object; absent on create. */
  readonly before?: JsonObject;
  readonly after: JsonObject;
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource?: string;
  /** As for an apply. */
  readonly hasStatus?: boolean;
  readonly now: Date;
}
