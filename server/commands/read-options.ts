import { parseArgs } from 'node:util';
import { BadInput } from './input.ts';

type Options = { words: string[]; values: Record<string, string | undefined>; flags: Set<string> };

/**
 * Reads `words --name value --flag`. Throws BadInput with the usage for an unknown option, a missing value, a needed
 * option that is not there or stands there twice, or another number of words.
 */
export function readOptions(
  args: string[],
  usage: string,
  shape: { words?: number; values?: string[]; needed?: string[]; flags?: string[] },
): Options {
  const { words = 0, values = [], needed = [], flags = [] } = shape;
  const options = Object.fromEntries([
    ...[...values, ...needed].map((name) => [name, { type: 'string' as const }]),
    ...flags.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  const read = parse(args, options, usage);
  const given = Object.entries(read.values);
  const texts = Object.fromEntries(
    given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  if (read.positionals.length !== words || needed.some((name) => !texts[name])) throw new BadInput(`usage: ${usage}`);
  return {
    words: read.positionals,
    values: texts,
    flags: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
  };
}

function parse(args: string[], options: Record<string, { type: 'string' | 'boolean' }>, usage: string) {
  try {
    const read = parseArgs({ args, options, allowPositionals: true, tokens: true });
    const names = read.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    if (new Set(names).size < names.length) throw new BadInput(`usage: ${usage}`);
    return read;
  } catch (cause) {
    if (cause instanceof BadInput) throw cause;
    // "Unknown option '--foo'. To specify …": only its first sentence.
    const [what] = cause instanceof Error ? cause.message.split(/(?<=')\. |\n/) : [];
    throw new BadInput(`${what}; usage: ${usage}`, { cause });
  }
}
