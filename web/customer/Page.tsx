import { useComputed, useSignalEffect } from "@preact/signals";
import { Badge } from "../shared/ui/Badge";
import { Icon } from "../shared/ui/Icon";
import { LanguageSwitch } from "../shared/ui/LanguageSwitch";
import { MessageBar } from "../shared/ui/Message";
import { State } from "../shared/ui/State";
import { Button } from "../shared/ui/Button";
import { Alarm } from "./alarm";
import { languages } from "./languages";
import { OrderScreen } from "./OrderScreen";
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
  useSignalEffect(() => {
    alarm.update(order.value, languages.texts.ready.tab(order.value?.number ?? 0));
  });
  return (
    <div class={order.value?.state === "READY" ? "page ready" : "page"}>
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

function CurrentScreen(services: Services) {
  const { visit } = services;
  const screen = visit.screen.value;
  const texts = languages.texts;
  switch (screen.kind) {
    case "scan":
      return <Scan {...services} />;
    case "loading":
      return <State icon="cup" title={texts.loading} loading />;
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
  const button = (
    <Button look="primary" onClick={retry}>
      {texts.retry}
    </Button>
  );
  return (
    <State icon={reason === "offline" ? "wifi-off" : "clock"} title={texts[reason].title} actions={button}>
      {texts[reason].explanation}
    </State>
  );
}
