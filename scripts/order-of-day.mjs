/** The list, beginning elsewhere each day, so that a limit of time does not always leave the same ones out. `now` in ms. */
export const orderOfDay = (list, now) => {
  const first = Math.floor(now / 86_400_000) % Math.max(1, list.length);
  return [...list.slice(first), ...list.slice(0, first)];
};
