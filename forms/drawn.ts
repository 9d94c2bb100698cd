import { calculatedWidget } from './outline.ts';

/** What a text is typed into: others would be asked for as a bare line, in a way of writing that nobody knows. */
export const drawnFormats: ReadonlySet<string> = new Set([
  'date',
  'time',
  'date-time',
  'email',
  'uri',
  'url',
  'uuid',
  'hostname',
  'ipv4',
  'ipv6',
]);

/** What `ui:widget` may name: others would not be drawn, or not so that they can be answered. */
export const drawnWidgets: ReadonlySet<string> = new Set([
  'text',
  'textarea',
  'email',
  'tel',
  'uri',
  'date',
  'date-time',
  'time',
  'updown',
  'range',
  'radio',
  'select',
  'checkbox',
  'checkboxes',
  'hidden',
  calculatedWidget,
]);
