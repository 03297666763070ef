import type { ComponentChildren } from "preact";
import type { Day, DrinkCount } from "../shared/contract";
import * as texts from "./day-texts";

interface TableProps {
  id: string;
  title: string;
  help?: string;
  columns: string[];
  children: ComponentChildren;
}

function Table({ id, title, help, columns, children }: TableProps) {
  return (
    <section class="card" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {help && <p class="help">{help}</p>}
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** Outcomes lists how the orders ended, as far as any ended in that way. */
export function Outcomes({ day }: { day: Day }) {
  const { title, names } = texts.outcomes;
  return (
    <Table id="outcomes-title" title={title} columns={[texts.column.outcome, texts.column.orders]}>
      {day.outcomes
        .filter(({ orders }) => orders > 0)
        .map(({ outcome, orders }) => (
          <tr key={outcome}>
            <th scope="row">{names[outcome]}</th>
            <td>{orders}</td>
          </tr>
        ))}
    </Table>
  );
}

/** Waits lists how long people waited. */
export function Waits({ day }: { day: Day }) {
  const { title, of, half, most, names } = texts.waits;
  return (
    <Table id="waits-title" title={title} help={of} columns={[texts.column.wait, half, most]}>
      {(Object.keys(names) as (keyof typeof names)[]).map((name) => {
        const wait = day.waits[name];
        return (
          <tr key={name}>
            <th scope="row">{names[name]}</th>
            <td>{wait.orders > 0 ? texts.duration(wait.p50) : "–"}</td>
            <td>{wait.orders > 0 ? texts.duration(wait.p95) : "–"}</td>
          </tr>
        );
      })}
    </Table>
  );
}

/** Drinks lists the drinks that were made, with what was chosen. */
export function Drinks({ day }: { day: Day }) {
  const { title, drink, made, choices, unknown } = texts.drinks;
  if (day.drinks.length === 0) return null;
  return (
    <Table id="drinks-title" title={title} columns={[drink, made, choices]}>
      {day.drinks.map((count) => (
        <tr key={count.drink}>
          <th scope="row">{count.name || unknown}</th>
          <td>{count.made}</td>
          <td class="text">{choicesOf(count)}</td>
        </tr>
      ))}
    </Table>
  );
}

function choicesOf({ modifiers }: DrinkCount): string {
  return modifiers.map(({ name, option, made }) => `${name} ${option}: ${made}`).join(", ");
}
