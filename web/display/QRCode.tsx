import { encode } from "uqr";

const quiet = 4; // modules of white around the code, as its standard demands

/** QRCode draws a text as a QR code, black on white in any theme. */
export function QRCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const whole = size + 2 * quiet;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`${-quiet} ${-quiet} ${whole} ${whole}`} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
