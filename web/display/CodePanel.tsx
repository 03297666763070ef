import type { ComponentChildren } from "preact";
import { clock } from "../shared/clock";
import { Button } from "../shared/ui/Button";
import { minutes } from "../shared/ui/Countdown";
import { whenText } from "../shared/switch";
import { Icon, type IconName } from "../shared/ui/Icon";
import { type CodeView, orderLink, viewCode } from "./code";
import { QRCode } from "./QRCode";
import type { Wall } from "./state";
import * as texts from "./texts";

/** CodePanel is the third of the display with the QR code, or with the reason why there is none. */
export function CodePanel({ wall }: { wall: Wall }) {
  return (
    <section class="code" aria-label={texts.scan.title}>
      <Content wall={wall} />
    </section>
  );
}

function Content({ wall }: { wall: Wall }) {
  const board = wall.board.value;
  if (board && !board.open) return <Closed collect={board.ready.length > 0} opensAt={board.opensAt} />;
  if (!wall.mayShowCode.value) return <SignInPanel wall={wall} />;
  const code = wall.code.value;
  const state = wall.live.state.value;
  if (!code) return <Instead icon="cup" {...texts.scan.waiting} />;
  const view = viewCode(code, clock.second.value, state.kind === "live" || (state.kind === "reconnecting" && state.polling));
  if (view.kind === "offline") {
    const since = state.kind === "live" ? clock.now() : state.since;
    return <Instead icon="wifi-off" title={texts.scan.offline.title} explanation={texts.scan.offline.explanation(since)} />;
  }
  if (view.kind === "changing") return <Instead icon="clock" {...texts.scan.changing} />;
  if (view.kind === "usedUp") return <UsedUp secondsLeft={view.secondsLeft} />;
  return <Scan view={view} />;
}

function Scan({ view }: { view: CodeView & { kind: "code" } }) {
  const { code, timeLeft, secondsLeft } = view;
  return (
    <>
      <h2>{texts.scan.title}</h2>
      <div class="paper">
        <QRCode text={orderLink(location.href, code.code)} label={texts.scan.label} />
        {timeLeft !== undefined && (
          <div class="time" aria-hidden="true">
            <div style={{ width: `${timeLeft * 100}%` }} />
          </div>
        )}
      </div>
      <Drinks remaining={code.remaining} />
      <p class="next">
        {texts.scan.next} <Left seconds={secondsLeft} />
      </p>
    </>
  );
}

const mostDots = 20;

function Drinks({ remaining }: { remaining: number }) {
  return (
    <p class="remaining">
      {remaining <= mostDots && (
        <span class="dots" aria-hidden="true">
          {Array.from({ length: remaining }, (_, i) => (
            <span key={i} />
          ))}
        </span>
      )}
      {texts.scan.remaining(remaining)}
    </p>
  );
}

function UsedUp({ secondsLeft }: { secondsLeft: number }) {
  return (
    <Instead icon="cup" {...texts.scan.usedUp}>
      <p class="countdown">
        {texts.scan.next} <Left seconds={secondsLeft} />
      </p>
    </Instead>
  );
}

function Left({ seconds }: { seconds: number }) {
  return (
    <span class="number" role="timer" aria-live="off">
      {minutes(seconds)}
    </span>
  );
}

function Closed({ collect, opensAt }: { collect: boolean; opensAt: string | undefined }) {
  return (
    <Instead icon="lock" title={texts.closed.title} explanation={texts.closed.explanation}>
      {opensAt && <p>{texts.closed.opens(whenText(opensAt, "en"))}</p>}
      {collect && <p>{texts.closed.collect}</p>}
    </Instead>
  );
}

function SignInPanel({ wall }: { wall: Wall }) {
  const { signIn } = wall;
  const state = signIn.state.value;
  if (state.kind === "unsupported") return <Instead icon="lock" {...texts.signIn.unsupported} />;
  if (state.kind === "signedIn") {
    const { title, explanation } = texts.signIn.forbidden;
    return (
      <Instead icon="lock" title={title} explanation={explanation(state.name)}>
        <Button look="primary" icon="person" onClick={() => void signIn.leave()}>
          {texts.signIn.other}
        </Button>
      </Instead>
    );
  }
  const { title, explanation } = texts.signIn.signedOut;
  return (
    <Instead icon="lock" title={title} explanation={state.error ? texts.signIn.failed(state.error) : explanation}>
      <Button look="primary" icon="person" onClick={() => void signIn.go()}>
        {texts.signIn.button}
      </Button>
    </Instead>
  );
}

interface InsteadProps {
  icon: IconName;
  title: string;
  explanation: string;
  children?: ComponentChildren;
}

/** Instead stands where the QR code would be. */
function Instead({ icon, title, explanation, children }: InsteadProps) {
  return (
    <div class="instead">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{explanation}</p>
      {children}
    </div>
  );
}
