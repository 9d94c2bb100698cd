/** The points of an event; an exclusion or an event without them gives 0. */
export function readPoints(event: { type: string; params?: Record<string, unknown> }): number {
  return event.type !== 'exclude' && typeof event.params?.points === 'number' ? event.params.points : 0;
}

/** Points of more than this, or with more decimals, cannot be published: within them every sum is exact. */
export const mostPoints = 1_000_000;
export const mostDecimals = 6;

/** How many decimals a number is written with: 0.25 has 2, 1e-7 has 7. */
export function countDecimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

/**
 * Points as whole numbers of a common fraction: 0.1 and 2.25 are 10 and 225 hundredths. Added up and divided by `fraction`
 * they give the decimal sum, whatever the order, where adding 0.1 and 0.2 as they are gives 0.30000000000000004.
 * Points beyond what can be published are left as they are (`fraction` 1).
 */
export function scalePoints(points: number[]): { whole: number[]; fraction: number } {
  const fraction = 10 ** Math.max(0, ...points.map(countDecimals));
  const whole = points.map((share) => Math.round(share * fraction));
  const isExact = whole.reduce((sum, share) => sum + Math.abs(share), 0) <= Number.MAX_SAFE_INTEGER;
  return isExact ? { whole, fraction } : { whole: points, fraction: 1 };
}

/**
 * Below 0: the first score is the lower; 0: they are the same, differing by no more than what adding as binary fractions left behind in
 * stored ones. Wherever two scores meet (examples, back-tests, rankings) this is asked.
 */
export const compareScores = (a: number, b: number): number => (Math.abs(a - b) <= 1e-9 ? 0 : a - b);

/** A score as it is told; a stored one may have 0.30000000000000004. */
export const tidyScore = (score: number): number => Number(score.toFixed(9));
export const writeScore = (score: number): string => String(tidyScore(score));
