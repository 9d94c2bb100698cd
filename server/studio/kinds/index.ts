import type { DefinitionKind } from '../../definitions/store.ts';
import type { Slot } from '../slot.ts';
import { formSlot } from './form.ts';
import { registerSlot } from './register.ts';
import { rulesSlot } from './rules.ts';
import { workflowSlot } from './workflow.ts';

export const slots: { readonly [K in DefinitionKind]: Slot<K> } = {
  form: formSlot,
  rules: rulesSlot,
  workflow: workflowSlot,
  register: registerSlot,
};

/** Each may rely on those before it having been found right: rules ask facts of forms, workflows name both, registers forms and workflows. */
export const slotsInOrder: readonly Slot[] = [rulesSlot, formSlot, workflowSlot, registerSlot];
