import type { FieldError, Json, Schema } from '../types.js';

export function checkRules(_schema: Schema, _value: Json, _old: Json | undefined): FieldError[] {
  return [];
}
