import { RE2JS } from 're2js';
import { translatePattern, type PatternFault } from './translate-pattern.ts';

/** `states`: how big its automaton is. */
export type Pattern = { test: (text: string) => boolean; states: number };

/** An automaton may grow to some megabytes while it runs: only those used last are kept. */
const MOST_KEPT = 64;

const kept = new Map<string, Pattern | PatternFault>();

/**
 * A pattern of JSON Schema, meaning what `new RegExp(source, 'u')` means, but run in time that grows no faster than the text does. What cannot be run so
 * is a fault instead. Nothing is run yet, nor the automaton made.
 */
export function readPattern(source: string): Pattern | PatternFault {
  const pattern = kept.get(source) ?? makePattern(source);
  kept.delete(source);
  kept.set(source, pattern);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return pattern;
}

function makePattern(source: string): Pattern | PatternFault {
  const translated = translatePattern(source);
  if ('code' in translated) return translated;
  const { text: translation, states } = translated;
  let engine: RE2JS | undefined;
  return {
    states,
    test(text) {
      spend(states * (engine ? text.length : text.length + COMPILE_STEPS));
      engine ??= RE2JS.compile(translation);
      return engine.test(text);
    },
  };
}

/** One step is one state at one character: 50 ns where it takes long. All the patterns of a form together get half a second for one set of answers. */
const MOST_STEPS = 10_000_000;
/** What a state costs when the automaton is made. */
const COMPILE_STEPS = 200;
let stepsLeft = Infinity;

/** Too much text for too big patterns, or too many answers for too many branches. */
export class TooManySteps extends Error {}

/** Takes steps of those that `withinSteps` allows; throws `TooManySteps` when none are left. */
export function spend(steps: number): void {
  stepsLeft -= steps;
  if (stepsLeft < 0) throw new TooManySteps();
}

/** Runs what tests texts by patterns; throws `TooManySteps` when it would take too long. */
export function withinSteps<T>(work: () => T): T {
  stepsLeft = MOST_STEPS;
  try {
    return work();
  } finally {
    stepsLeft = Infinity;
  }
}

/** Whether a text fits. A pattern that cannot be run stands in nobody's way: `checkForm` refuses it, but a form published before that may hold one. */
export function fitsPattern(source: string, text: string): boolean {
  const pattern = readPattern(source);
  return 'code' in pattern || pattern.test(text);
}
