import type { DeviceDraft } from '../../lib/device-store.ts';
import { isObject } from '../../lib/is-object.ts';

/** The first text that was typed, in the order of the form: by it somebody knows again which of several this is. Null: none yet. */
export function firstWords({ form, answers }: Pick<DeviceDraft, 'form' | 'answers'>): string | null {
  const { properties } = form.schema;
  const order = form.uiSchema['ui:order'];
  const names = Array.isArray(order) ? order.map(String) : Object.keys(isObject(properties) ? properties : {});
  for (const name of names) {
    const field = isObject(properties) ? properties[name] : undefined;
    const isText =
      isObject(field) && field['type'] === 'string' && !['enum', 'oneOf', 'format'].some((key) => key in field);
    const typed = answers[name];
    if (isText && typeof typed === 'string' && typed.trim() !== '') return typed.trim();
  }
  return null;
}
