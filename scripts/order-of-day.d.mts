export function orderOfDay<T>(list: readonly T[], now: number): T[];
