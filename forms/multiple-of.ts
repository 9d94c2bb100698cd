/**
 * Whether a number is a multiple of another as both are written, in tenths: 0.3 is one of 0.1, though the remainder of their floating-point values is
 * not zero. `step` is more than zero.
 */
export function isMultipleOf(value: number, step: number): boolean {
  const [digits, power] = decimalOf(value);
  const [stepDigits, stepPower] = decimalOf(step);
  const shift = power - stepPower;
  return shift >= 0
    ? (digits * 10n ** BigInt(shift)) % stepDigits === 0n
    : digits % (stepDigits * 10n ** BigInt(-shift)) === 0n;
}

/** `2.4` as 24 and -1: the shortest decimal that is read as the number, which is what was written. */
function decimalOf(value: number): [digits: bigint, power: number] {
  const [, whole = '', fraction = '', power = '0'] = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return [BigInt(whole + fraction), Number(power) - fraction.length];
}
