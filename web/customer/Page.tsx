import { useComputed, useSignalEffect } from "@preact/signals";
import type { Order } from "../shared/contract";
import { Badge } from "../shared/ui/Badge";
import { Button } from "../shared/ui/Button";
import { Icon } from "../shared/ui/Icon";
import { LanguageSwitch } from "../shared/ui/LanguageSwitch";
import { MessageBar } from "../shared/ui/Message";
import { Alarm } from "./alarm";
import { languages } from "./languages";
import { Loading } from "./Loading";
import { OrderScreen } from "./OrderScreen";
import { Outcome } from "./Outcome";
import { Refused } from "./Refused";
import { Scan } from "./Scan";
import type { Services } from "./services";

const alarm = new Alarm();

/** Page is the customer's page: a header, one screen, and the languages. */
export function Page(services: Services) {
  const { live, visit, notice } = services;
  const texts = languages.texts;
  const order = useComputed(() => {
    const screen = visit.screen.value;
    return screen.kind === "order" ? screen.store.data.value : undefined;
  });
  const called = useComputed(() => order.value?.state === "READY");
  useSignalEffect(() => {
    if (called.value) notice.value = undefined; // nothing is more important now
  });
  useSignalEffect(() => {
    alarm.update(order.value, titleOf(order.value));
  });
  return (
    <div class={called.value ? "page ready" : "page"}>
      <header>
        <span class="brand">
          <Icon name="cup" />
          {texts.title}
        </span>
        <Badge live={live} texts={texts.badge} />
      </header>
      <MessageBar notice={notice} dismiss={texts.dismiss} />
      <main>
        <CurrentScreen {...services} />
      </main>
      <footer>
        <LanguageSwitch languages={languages} label={texts.language} />
      </footer>
    </div>
  );
}

/** titleOf returns the title that calls the customer. */
function titleOf(order: Order | undefined): string {
  const texts = languages.texts.ready;
  return order?.number ? texts.tab(order.number) : texts.title;
}

function CurrentScreen(services: Services) {
  const { visit } = services;
  const screen = visit.screen.value;
  const texts = languages.texts;
  switch (screen.kind) {
    case "scan":
      return <Scan {...services} />;
    case "loading":
      return <Loading title={texts.loading} />;
    case "waiting":
      return <Waiting reason={screen.reason} retry={() => visit.retry()} />;
    case "refused":
      return <Refused {...services} refusal={screen} />;
    case "order":
      return <OrderScreen {...services} store={screen.store} />;
  }
}

function Waiting({ reason, retry }: { reason: "offline" | "busy"; retry(): void }) {
  const texts = languages.texts.waiting;
  return (
    <Outcome icon={reason === "offline" ? "wifi-off" : "clock"} tone="amber" {...texts[reason]}>
      <Button look="primary" wide onClick={retry}>
        {texts.retry}
      </Button>
    </Outcome>
  );
}
