/** What a child may use. */
export const childLimits = {
  ms: 30_000,
  /** All of its memory, as the system counts it. */
  memoryMb: 400,
  /** Of it, what JavaScript may hold; the rest is for files, buffers and what is being collected. */
  heapMb: 224,
  outputBytes: 96 * 1024 * 1024,
};

/** What a child writes on its standard error when it ends because of its memory. */
export const heavyMark = 'sasaeai: too much memory';
