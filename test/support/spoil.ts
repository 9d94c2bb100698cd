export type Place = (string | number)[];

/** What JSON can carry and no text is: it does not even become one. */
export const untellable = { toString: 1, valueOf: 1 };

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

/** What a definition may hold where something else is expected. */
export const strange: readonly unknown[] = [
  untellable,
  null,
  [],
  '',
  0,
  true,
  nested(90),
  JSON.parse('{"__proto__":{"x":1},"constructor":1}'),
  'constructor',
  '__proto__',
  'x'.repeat(5000),
  [null],
  [untellable],
  {},
  -1.5,
];

/** Where there is something to spoil: every value, and every object and list around one. */
export const placesOf = (value: unknown, at: Place = []): Place[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [
        at,
        ...Object.entries(value).flatMap(([key, inner]) =>
          placesOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
        ),
      ];

/** The value with something else at a place. */
export function spoil(value: unknown, [first, ...rest]: Place, bad: unknown): unknown {
  if (first === undefined) return bad;
  if (Array.isArray(value)) return value.map((each, index) => (index === first ? spoil(each, rest, bad) : each));
  return { ...(value as object), [first]: spoil((value as Record<string, unknown>)[first], rest, bad) };
}

/** The value without what stands at a place; all of it where the place is the whole. */
export function leaveOut(value: unknown, [first, ...rest]: Place): unknown {
  if (first === undefined) return {};
  if (Array.isArray(value))
    return rest.length === 0
      ? value.toSpliced(Number(first), 1)
      : value.map((each, index) => (index === first ? leaveOut(each, rest) : each));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.flatMap(([key, inner]) =>
      key !== first ? [[key, inner]] : rest.length === 0 ? [] : [[key, leaveOut(inner, rest)]],
    ),
  );
}

/** One in so many places, with the next strange thing each, what becomes no text most often; and the place left out. */
export function* sample(body: Record<string, unknown>, every: number): Generator<[what: string, body: unknown]> {
  const places = placesOf(body).slice(1);
  for (let index = 0; index < places.length; index += every) {
    const at = places[index]!;
    for (const bad of [untellable, strange[index % strange.length]])
      yield [`/${at.join('/')} = ${JSON.stringify(bad).slice(0, 40)}`, spoil(body, at, bad)];
    yield [`/${at.join('/')} left out`, leaveOut(body, at)];
  }
}
