import { RestError } from './errors.js';

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly cardinality: 'SINGLE' | 'MULTIPLE';
  /** Types of objects that its tags can be attached to; none means any. */
  readonly associable_types: readonly string[];
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category_id: string;
}

/** An object as the REST API refers to it. */
export interface ObjectId {
  readonly type: string;
  readonly id: string;
}

/** Categories, tags, and which object carries which. */
export class Tagging {
  readonly #categories = new Map<string, Category>();
  readonly #tags = new Map<string, Tag>();
  readonly #objects = new Map<string, { readonly object: ObjectId; readonly tags: Set<string> }>();

  categories(): readonly Category[] {
    return [...this.#categories.values()];
  }

  category(id: string): Category {
    return found(this.#categories.get(id), 'category', id);
  }

  addCategory(spec: Omit<Category, 'id'>, uuid: string): string {
    if (this.categories().some((category) => category.name === spec.name)) throw taken('category', spec.name);
    const id = `urn:vmomi:InventoryServiceCategory:${uuid}:GLOBAL`;
    this.#categories.set(id, { id, ...spec });
    return id;
  }

  updateCategory(id: string, changes: Partial<Omit<Category, 'id'>>): void {
    this.#categories.set(id, { ...this.category(id), ...changes });
  }

  /** Removes a category with its tags. */
  removeCategory(id: string): void {
    this.category(id);
    for (const tag of this.tags()) if (tag.category_id === id) this.removeTag(tag.id);
    this.#categories.delete(id);
  }

  tags(): readonly Tag[] {
    return [...this.#tags.values()];
  }

  tag(id: string): Tag {
    return found(this.#tags.get(id), 'tag', id);
  }

  addTag(spec: Omit<Tag, 'id'>, uuid: string): string {
    this.category(spec.category_id);
    const sameName = (tag: Tag) => tag.category_id === spec.category_id && tag.name === spec.name;
    if (this.tags().some(sameName)) throw taken('tag', spec.name);
    const id = `urn:vmomi:InventoryServiceTag:${uuid}:GLOBAL`;
    this.#tags.set(id, { id, ...spec });
    return id;
  }

  updateTag(id: string, changes: Partial<Pick<Tag, 'name' | 'description'>>): void {
    this.#tags.set(id, { ...this.tag(id), ...changes });
  }

  removeTag(id: string): void {
    this.tag(id);
    this.#tags.delete(id);
    for (const { tags } of this.#objects.values()) tags.delete(id);
  }

  /** @throws RestError invalid_argument when the category forbids it: a type it does not take, or a second tag where it allows one */
  attach(tagId: string, object: ObjectId): void {
    const category = this.category(this.tag(tagId).category_id);
    if (category.associable_types.length > 0 && !category.associable_types.includes(object.type)) {
      throw new RestError('invalid_argument', `Tags of the category ${category.name} cannot be attached to a ${object.type}.`);
    }
    const attached = this.attachedTags(object).filter((tag) => tag.id !== tagId && tag.category_id === category.id);
    if (category.cardinality === 'SINGLE' && attached.length > 0) {
      throw new RestError('invalid_argument', `The category ${category.name} allows one tag per object, and ${object.id} has one.`);
    }
    const key = `${object.type}:${object.id}`;
    const entry = this.#objects.get(key) ?? { object, tags: new Set<string>() };
    entry.tags.add(tagId);
    this.#objects.set(key, entry);
  }

  detach(tagId: string, object: ObjectId): void {
    this.tag(tagId);
    this.#objects.get(`${object.type}:${object.id}`)?.tags.delete(tagId);
  }

  attachedTags(object: ObjectId): readonly Tag[] {
    return [...(this.#objects.get(`${object.type}:${object.id}`)?.tags ?? [])].map((id) => this.tag(id));
  }

  attachedObjects(tagId: string): readonly ObjectId[] {
    this.tag(tagId);
    return [...this.#objects.values()].filter(({ tags }) => tags.has(tagId)).map(({ object }) => object);
  }

  /** Forgets an object that is no more. */
  forget(object: ObjectId): void {
    this.#objects.delete(`${object.type}:${object.id}`);
  }
}

function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) throw new RestError('not_found', `There is no ${what} ${id}.`);
  return value;
}

function taken(what: string, name: string): RestError {
  return new RestError('already_exists', `A ${what} named ${name} exists already.`);
}
