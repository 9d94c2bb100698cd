import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';

const quiet = 4;

/** A QR code, with the empty border that readers need. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = generate(text);
  const size = code.size + 2 * quiet;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-quiet} ${-quiet} ${size} ${size}`}
      className="size-56 rounded-8 border border-solid-gray-420 bg-white"
      shapeRendering="crispEdges"
    >
      <path d={toSvgPath(code)} fill="black" />
    </svg>
  );
}
