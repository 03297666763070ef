import type { Day } from "../shared/contract";
import { labelOf, shownQuarters, type Quarter } from "./day-quarters";
import * as texts from "./day-texts";

// The chart's measures, in its own units.
const width = 10; // of a quarter hour
const gap = 2;
const height = 100;
const below = 14; // for the hours

/** Bars shows the orders by quarter hour as a chart and as a table. */
export function Bars({ day }: { day: Day }) {
  const quarters = shownQuarters(day);
  const [busiest] = day.busiest;
  return (
    <section class="card bars" aria-labelledby="bars-title">
      <h3 id="bars-title">{texts.quarters.title}</h3>
      <Chart quarters={quarters} summary={texts.quarters.summary(day.orders, busiest ? labelOf(busiest.from, day) : "")} />
      <details>
        <summary>{texts.quarters.table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.quarters.from}</th>
              <th scope="col">{texts.quarters.orders}</th>
            </tr>
          </thead>
          <tbody>
            {quarters.map(({ label, orders }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{orders}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Chart({ quarters, summary }: { quarters: Quarter[]; summary: string }) {
  const most = Math.max(...quarters.map((quarter) => quarter.orders));
  const step = Math.ceil(quarters.length / 4 / 6); // hours between labels, at most six of them
  return (
    <svg role="img" aria-label={summary} viewBox={`0 0 ${Math.max(quarters.length, 16) * width} ${height + below}`}>
      <line class="axis" x1="0" x2="100%" y1={height} y2={height} />
      {quarters.map(({ label, orders }, i) => (
        <g key={label}>
          {orders > 0 && (
            <rect class={orders === most ? "bar most" : "bar"} x={i * width + gap / 2} width={width - gap} y={height - (orders / most) * height} height={(orders / most) * height} rx="1">
              <title>{`${label}: ${orders}`}</title>
            </rect>
          )}
          {i % (4 * step) === 0 && (
            <text x={i * width + gap / 2} y={height + below - 2}>
              {label.slice(0, 5)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
