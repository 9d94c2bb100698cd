import { Operator } from 'json-rules-engine';

/**
 * The operators that json-rules-engine lacks. ISO calendar dates order as their text does, which its number operators
 * do not use (they compare only what parses as a number).
 */
export const ownOperators = [
  new Operator<string, string>('before', (a, b) => a < b),
  new Operator<string, string>('after', (a, b) => a > b),
  new Operator<string, string>('onOrBefore', (a, b) => a <= b),
  new Operator<string, string>('onOrAfter', (a, b) => a >= b),
  new Operator<string[], string[]>('includesAny', (a, b) => b.some((choice) => a.includes(choice)), Array.isArray),
  new Operator<string[], string[]>('includesAll', (a, b) => b.every((choice) => a.includes(choice)), Array.isArray),
  new Operator<string[], string[]>('includesNone', (a, b) => !b.some((choice) => a.includes(choice)), Array.isArray),
];
