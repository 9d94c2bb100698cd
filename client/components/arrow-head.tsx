/** The head of a drawn line, in the line's own colour: within `<defs>`, and at a line as `markerEnd={`url(#${id})`}`. */
export function ArrowHead({ id, size }: { id: string; size: number }) {
  return (
    <marker
      id={id}
      viewBox="0 0 10 10"
      refX="9"
      refY="5"
      markerWidth={size}
      markerHeight={size}
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0 10 5 0 10Z" fill="context-stroke" />
    </marker>
  );
}
