import { type ReadonlySignal, signal } from "@preact/signals";
import { ErrorResponse, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Site } from "./contract";
import { RequestError } from "./http";

/** SignInState is whether someone is signed in. */
export type SignInState =
  /** The browser has no crypto.subtle: the page came over HTTP from another machine. */
  | { kind: "unsupported" }
  /** The error is the sign-in page's, such as access_denied. */
  | { kind: "signedOut"; error?: string }
  | { kind: "signedIn"; name: string; groups: string[] };

/** Client is the app client to sign in with: the display's sign-in lasts for 30 days. */
export type Client = "staff" | "display";

const early = 60; // seconds before its expiry in which a token is renewed

/** SignIn signs staff in through the managed login, by authorization code and PKCE. */
export class SignIn {
  readonly state: ReadonlySignal<SignInState>;
  private readonly current = signal<SignInState>({ kind: "signedOut" });
  private readonly manager: UserManager | undefined;
  private renewing: Promise<string> | undefined;

  constructor(
    private readonly site: Site,
    private readonly client: Client,
  ) {
    this.state = this.current;
    if (!globalThis.crypto?.subtle) this.current.value = { kind: "unsupported" };
    else this.manager = newManager(site, clientId(site, client), client === "display" ? localStorage : sessionStorage);
  }

  /** start finds out who is signed in, and takes the code that the sign-in page sent. */
  async start(): Promise<void> {
    if (!this.manager) return;
    const query = new URLSearchParams(location.search);
    if (query.has("state") && (query.has("code") || query.has("error"))) return this.finish(this.manager);
    this.show(await this.manager.getUser());
  }

  /** go leaves for the sign-in page, which comes back to this one. */
  async go(): Promise<void> {
    await this.manager?.signinRedirect({ state: location.search + location.hash });
  }

  /** leave signs out, here and at the sign-in page, which comes back to this one. */
  async leave(): Promise<void> {
    if (this.client === "display") await this.revoke();
    await this.manager?.removeUser();
    const query = new URLSearchParams({ client_id: clientId(this.site, this.client), logout_uri: here() });
    location.assign(`${this.site.signIn.url}/logout?${query}`);
  }

  /**
   * token returns an access token that is valid for another minute, renewed if need be
   * or asked for. It throws a RequestError: unauthenticated if someone has to sign in
   * again, which the state then says as well, offline if the token cannot be renewed
   * now.
   */
  readonly token = async (renew = false): Promise<string> => {
    const user = await this.manager?.getUser();
    if (!this.manager || !user) throw this.signedOut();
    if (!renew && (user.expires_in ?? 0) > early) return user.access_token;
    this.renewing ??= this.renew(this.manager).finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  };

  /** revoke ends the display's refresh token, which is good for 30 days otherwise. */
  private async revoke(): Promise<void> {
    try {
      await this.manager?.revokeTokens(["refresh_token"]);
    } catch (error) {
      console.warn(error); // signing out must work all the same
    }
  }

  private async renew(manager: UserManager): Promise<string> {
    try {
      const user = await manager.signinSilent();
      if (!user) throw this.signedOut();
      this.show(user);
      return user.access_token;
    } catch (error) {
      if (error instanceof RequestError) throw error;
      const final = error instanceof ErrorResponse && !["server_error", "temporarily_unavailable"].includes(error.error ?? "");
      if (!final) throw new RequestError("offline", 0, "The sign-in cannot be reached.");
      await manager.removeUser();
      throw this.signedOut();
    }
  }

  private async finish(manager: UserManager): Promise<void> {
    const url = location.href;
    history.replaceState(null, "", here());
    try {
      const user = await manager.signinRedirectCallback(url);
      if (typeof user.state === "string" && user.state) history.replaceState(null, "", here() + user.state);
      this.show(user);
    } catch (error) {
      const user = await manager.getUser(); // the code of a page that was loaded again is used up
      const reason = error instanceof ErrorResponse ? (error.error ?? "failed") : "failed";
      if (user) this.show(user);
      else this.current.value = { kind: "signedOut", error: reason };
    }
  }

  private show(user: User | null): void {
    this.current.value = user ? { kind: "signedIn", ...claims(user.access_token) } : { kind: "signedOut" };
  }

  private signedOut(): RequestError {
    if (this.manager) this.current.value = { kind: "signedOut" };
    return new RequestError("unauthenticated", 401, "Please sign in again.");
  }
}

function clientId(site: Site, client: Client): string {
  return client === "display" ? site.signIn.displayClientId : site.signIn.clientId;
}

/** here is the page without query and hash, as it is registered with the app client. */
function here(): string {
  return location.origin + location.pathname;
}

function newManager(site: Site, id: string, storage: Storage): UserManager {
  const { url, issuer } = site.signIn;
  return new UserManager({
    authority: issuer,
    metadata: {
      issuer,
      authorization_endpoint: `${url}/oauth2/authorize`,
      token_endpoint: `${url}/oauth2/token`,
      revocation_endpoint: `${url}/oauth2/revoke`,
    },
    client_id: id,
    redirect_uri: here(),
    response_type: "code",
    scope: "openid",
    automaticSilentRenew: false, // token renews when it is asked for one
    requestTimeoutInSeconds: 15,
    userStore: new UserStore({ store: storage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
}

/**
 * UserStore keeps tokens but the ID token, which nothing needs. oidc-client-ts would
 * compare it with that of a renewal, whose auth_time differs in an emulator: it would
 * refuse the renewal.
 */
class UserStore extends WebStorageStateStore {
  override set(key: string, value: string): Promise<void> {
    return super.set(key, JSON.stringify({ ...JSON.parse(value), id_token: undefined }));
  }
}

/** claims reads the user's name and groups from an access token, which the API verifies. */
export function claims(token: string): { name: string; groups: string[] } {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return { name: String(claims.username ?? ""), groups: claims["cognito:groups"] ?? [] };
  } catch {
    return { name: "", groups: [] };
  }
}
