export function findBreach(file: string, specifier: string, typeOnly: boolean): string | null;
