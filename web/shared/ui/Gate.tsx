import type { ComponentChildren } from "preact";
import type { SignIn } from "../signin";
import { Button } from "./Button";
import { State } from "./State";

/** GateProps say who may pass. */
export interface GateProps {
  signIn: SignIn;
  /** Members of any of these groups may use the page. */
  groups: string[];
  /** What the page is, such as "the barista's page". */
  page: string;
  children: ComponentChildren;
}

/** Gate shows its children to signed-in members of the groups, and to others how to sign in. */
export function Gate({ signIn, groups, page, children }: GateProps) {
  const state = signIn.state.value;
  if (state.kind === "unsupported") return <Unsupported />;
  if (state.kind === "signedOut") return <SignedOut signIn={signIn} page={page} error={state.error} />;
  if (!state.groups.some((group) => groups.includes(group))) {
    return <WrongGroup signIn={signIn} name={state.name} groups={groups} page={page} />;
  }
  return <>{children}</>;
}

function Unsupported() {
  return (
    <State page icon="lock" title="Signing in needs a secure connection">
      This browser signs in only on pages with https, or on the computer that runs the shop. Open this page there, at its
      localhost address. Customers' pages work here as well.
    </State>
  );
}

function SignedOut({ signIn, page, error }: { signIn: SignIn; page: string; error?: string | undefined }) {
  const button = (
    <Button look="primary" icon="person" onClick={() => void signIn.go()}>
      Sign in
    </Button>
  );
  return (
    <State page icon={error ? "warning" : "lock"} title={error ? "The sign-in did not succeed" : "Please sign in"} actions={button}>
      {error ? `The sign-in page answered: ${error}. Please try again.` : `You need an account of the staff to use ${page}.`}
    </State>
  );
}

function WrongGroup({ signIn, name, groups, page }: { signIn: SignIn; name: string; groups: string[]; page: string }) {
  const button = (
    <Button look="primary" icon="person" onClick={() => void signIn.leave()}>
      Use another account
    </Button>
  );
  return (
    <State page icon="lock" title={`${name} may not use ${page}`} actions={button}>
      It is for accounts in the group {groups.join(" or ")}. A manager of the AWS account can add you to it.
    </State>
  );
}
