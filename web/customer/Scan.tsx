import { whenText } from "../shared/switch";
import { Icon } from "../shared/ui/Icon";
import { Heading } from "./Heading";
import { languages } from "./languages";
import type { Services } from "./services";

/** Scan tells customers without a code where to find one, and shows the shop and its menu. */
export function Scan({ board }: Services) {
  const texts = languages.texts.scan;
  return (
    <>
      <section class="hero">
        <Icon name="scan" />
        <Heading>{texts.title}</Heading>
        <p>{texts.explanation}</p>
      </section>
      <ShopLine board={board} />
      <MenuCard board={board} />
    </>
  );
}

function ShopLine({ board }: Pick<Services, "board">) {
  const texts = languages.texts.scan;
  const shown = board.data.value;
  if (!shown) return null;
  return (
    <p class={shown.open ? "shop open" : "shop closed"}>
      <strong>
        <Icon name={shown.open ? "check" : "lock"} />
        {shown.open ? texts.open : texts.closed}
      </strong>
      {!shown.open && shown.opensAt && <span>{texts.opensLine(whenText(shown.opensAt, languages.tag.value))}</span>}
      <span>{shown.open ? texts.openLine(Math.max(1, Math.ceil(shown.estimatedWaitSeconds / 60))) : texts.closedLine}</span>
      {shown.open && shown.closesAt && <span>{texts.closesLine(whenText(shown.closesAt, languages.tag.value))}</span>}
    </p>
  );
}

function MenuCard({ board }: Pick<Services, "board">) {
  const texts = languages.texts.scan;
  const drinks = board.menu.value?.drinks ?? [];
  if (drinks.length === 0) return null;
  return (
    <section class="card menu">
      <h2>{texts.menu}</h2>
      <ul>
        {drinks.map((drink) => (
          <li key={drink.id} class={drink.available ? undefined : "gone"}>
            <span class="name">{drink.name}</span>
            {!drink.available && <span class="tag">{texts.soldOut}</span>}
            {drink.modifiers?.map((modifier) => (
              <span key={modifier.name} class="options">
                {modifier.name}: {modifier.options.join(", ")}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
