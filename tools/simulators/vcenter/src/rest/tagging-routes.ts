import { z } from 'zod';
import { MoRef } from '../model/moref.js';
import { RestError } from './errors.js';
import type { RestCall, Route } from './router.js';
import type { ObjectId } from './tagging.js';

const categoryPath = '/com/vmware/cis/tagging/category';
const tagPath = '/com/vmware/cis/tagging/tag';
const associationPath = '/com/vmware/cis/tagging/tag-association';

const objectId = z.strictObject({ type: z.string(), id: z.string() });
const cardinality = z.enum(['SINGLE', 'MULTIPLE']);
const createCategory = z.strictObject({
  create_spec: z.strictObject({
    name: z.string().min(1),
    description: z.string(),
    cardinality,
    associable_types: z.array(z.string()).nullish().transform((types) => types ?? []),
    category_id: z.string().optional(),
  }),
});
const updateCategory = z.strictObject({
  update_spec: z.strictObject({
    name: z.string().optional(),
    description: z.string().optional(),
    cardinality: cardinality.optional(),
    associable_types: z.array(z.string()).optional(),
  }),
});
const createTag = z.strictObject({
  create_spec: z.strictObject({ name: z.string().min(1), description: z.string(), category_id: z.string(), tag_id: z.string().optional() }),
});
const updateTag = z.strictObject({ update_spec: z.strictObject({ name: z.string().optional(), description: z.string().optional() }) });
const withObject = z.strictObject({ object_id: objectId });
const withObjectAndTags = z.strictObject({ object_id: objectId, tag_ids: z.array(z.string()) });
const nothing = z.strictObject({});

/** Tags can be attached to what exists. */
function existing(call: RestCall, object: ObjectId): ObjectId {
  if (!call.vcenter.inventory.find(new MoRef(object.type, object.id))) throw new RestError('not_found', `There is no ${object.type} ${object.id}.`);
  return object;
}

/** Attaches what it can; says what it could not. */
function attachMany(call: RestCall) {
  const { object_id: object, tag_ids: tagIds } = call.body(withObjectAndTags);
  existing(call, object);
  const messages = tagIds.flatMap((id) => {
    try {
      call.vcenter.tagging.attach(id, object);
      return [];
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      const kind = error.type === 'not_found' ? 'objectNotFound' : 'cardinality';
      return [{ id: `cis.tagging.${kind}.error`, default_message: error.message, args: [] }];
    }
  });
  return messages.length === 0 ? { success: true } : { success: false, error_messages: messages };
}

const privilegeOf = (name: string) => `InventoryService.Tagging.${name}`;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The changes that were sent; the rest stays as it is. */
function defined<T extends object>(changes: T): Defined<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Defined<T>;
}

const categoryRoutes: readonly Route[] = [
  { method: 'GET', path: categoryPath, handle: ({ vcenter }) => vcenter.tagging.categories().map(({ id }) => id) },
  {
    method: 'POST',
    path: categoryPath,
    privilege: privilegeOf('CreateCategory'),
    handle: (call) => {
      const { category_id: _unused, ...spec } = call.body(createCategory).create_spec;
      return call.vcenter.tagging.addCategory(spec, call.vcenter.newUuid());
    },
  },
  { method: 'GET', path: `${categoryPath}/id:{id}`, handle: ({ vcenter, id }) => vcenter.tagging.category(id) },
  {
    method: 'PATCH',
    path: `${categoryPath}/id:{id}`,
    privilege: privilegeOf('EditCategory'),
    handle: (call) => call.vcenter.tagging.updateCategory(call.id, defined(call.body(updateCategory).update_spec)),
  },
  {
    method: 'DELETE',
    path: `${categoryPath}/id:{id}`,
    privilege: privilegeOf('DeleteCategory'),
    handle: ({ vcenter, id }) => vcenter.tagging.removeCategory(id),
  },
];

const tagRoutes: readonly Route[] = [
  { method: 'GET', path: tagPath, handle: ({ vcenter }) => vcenter.tagging.tags().map(({ id }) => id) },
  {
    method: 'POST',
    path: tagPath,
    privilege: privilegeOf('CreateTag'),
    handle: (call) => {
      const { tag_id: _unused, ...spec } = call.body(createTag).create_spec;
      return call.vcenter.tagging.addTag(spec, call.vcenter.newUuid());
    },
  },
  { method: 'GET', path: `${tagPath}/id:{id}`, handle: ({ vcenter, id }) => vcenter.tagging.tag(id) },
  {
    method: 'PATCH',
    path: `${tagPath}/id:{id}`,
    privilege: privilegeOf('EditTag'),
    handle: (call) => call.vcenter.tagging.updateTag(call.id, defined(call.body(updateTag).update_spec)),
  },
  { method: 'DELETE', path: `${tagPath}/id:{id}`, privilege: privilegeOf('DeleteTag'), handle: ({ vcenter, id }) => vcenter.tagging.removeTag(id) },
  {
    method: 'POST',
    path: `${tagPath}/id:{id}`,
    action: 'list-tags-for-category',
    handle: ({ vcenter, id }) => {
      vcenter.tagging.category(id);
      return vcenter.tagging.tags().filter((tag) => tag.category_id === id).map((tag) => tag.id);
    },
  },
];

const associationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${associationPath}/id:{id}`,
    action: 'attach',
    privilege: privilegeOf('AttachTag'),
    handle: (call) => call.vcenter.tagging.attach(call.id, existing(call, call.body(withObject).object_id)),
  },
  {
    method: 'POST',
    path: `${associationPath}/id:{id}`,
    action: 'detach',
    privilege: privilegeOf('AttachTag'),
    handle: (call) => call.vcenter.tagging.detach(call.id, call.body(withObject).object_id),
  },
  { method: 'POST', path: associationPath, action: 'attach-multiple-tags-to-object', privilege: privilegeOf('AttachTag'), handle: attachMany },
  {
    method: 'POST',
    path: associationPath,
    action: 'list-attached-tags',
    handle: (call) => call.vcenter.tagging.attachedTags(call.body(withObject).object_id).map((tag) => tag.id),
  },
  {
    method: 'POST',
    path: `${associationPath}/id:{id}`,
    action: 'list-attached-objects',
    handle: (call) => {
      call.body(nothing);
      return call.vcenter.tagging.attachedObjects(call.id);
    },
  },
  {
    method: 'POST',
    path: associationPath,
    action: 'list-attached-objects-on-tags',
    handle: (call) => {
      const { tag_ids: tagIds } = call.body(z.strictObject({ tag_ids: z.array(z.string()) }));
      return tagIds.map((id) => ({ tag_id: id, object_ids: call.vcenter.tagging.attachedObjects(id) }));
    },
  },
  {
    method: 'POST',
    path: associationPath,
    action: 'list-attached-tags-on-objects',
    handle: (call) => {
      const { object_ids: objects } = call.body(z.strictObject({ object_ids: z.array(objectId) }));
      return objects
        .map((object) => ({ object_id: object, tag_ids: call.vcenter.tagging.attachedTags(object).map((tag) => tag.id) }))
        .filter(({ tag_ids: tagIds }) => tagIds.length > 0);
    },
  },
];

export const taggingRoutes: readonly Route[] = [...categoryRoutes, ...tagRoutes, ...associationRoutes];
