export const exceptions: readonly { why: string; arrows: readonly (readonly [file: string, target: string])[] }[];
export function findBreach(file: string, specifier: string, typeOnly: boolean): string | null;
