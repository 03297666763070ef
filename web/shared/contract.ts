// The types of the API's JSON, as in package api.

export type State =
  | "REQUESTED" | "STARTED" | "PLACED" | "QUEUED" | "MAKING" | "READY"
  | "COLLECTED" | "UNCLAIMED" | "REJECTED" | "CANCELLED" | "TIMED_OUT" | "FAILED";

export interface Modifier { name: string; options: string[] }
export interface Drink { id: string; name: string; available: boolean; modifiers?: Modifier[] }
export interface Menu { drinks: Drink[] }

export interface Choice { drink: string; modifiers?: Record<string, string> }
export interface Chosen { drink: string; modifiers?: Record<string, string> }
export interface Scan { code: string }
export interface Ticket { orderId: string; secret: string; placeBy: string }
export interface Stage { state: State; at: string }

export interface Order {
  orderId: string;
  state: State;
  number?: number;
  choice?: Chosen;
  placeBy?: string;
  ahead?: number;
  estimatedWaitSeconds?: number;
  remindedAt?: string;
  reason?: string;
  explanation?: string;
  cancelledBy?: "customer" | "staff" | "shop";
  stages: Stage[];
  version: number;
}

export interface Shop { open: boolean; menu: Menu; queueLength: number; estimatedWaitSeconds: number }

export interface Board {
  preparing: number[];
  ready: number[];
  open: boolean;
  estimatedWaitSeconds: number;
  version: number;
}

export interface QueuedOrder {
  orderId: string;
  state: State;
  number: number;
  choice?: Chosen;
  ageSeconds: number;
  version: number;
  barista?: string;
  takenBy?: string;
  queuedAt?: string;
  readyAt?: string;
  recallUntil?: string;
  endedAt?: string;
  reason?: string;
  explanation?: string;
}
export interface Queue { orders: QueuedOrder[]; finished: QueuedOrder[] }
export interface Cancellation { reason: string }

export interface QRCode { code: string; remaining: number; expiresAt: string }
export interface Open { open: boolean }
export interface Availability { available: boolean }
export interface Limits {
  queueLimit: number;
  drinksPerCode: number;
  codePeriodSeconds: number;
  collectWithinSeconds?: number;
}

export interface Violation { location: string; message: string }
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: Violation[];
}

export interface SignIn { url: string; issuer: string; clientId: string; displayClientId: string }
export interface Site { build: string; liveUrl: string; signIn: SignIn }

export type Channel = "board" | "display" | "barista" | "order";
export interface LiveRequest { action: "subscribe" | "ping"; channel?: Channel; orderId?: string; token?: string }
export interface LiveBoard extends Board { menu?: Menu }
export interface LiveDisplay extends Board { code?: QRCode }
export interface LiveMessage<T> {
  type: "snapshot" | "change";
  channel: Channel;
  version: number;
  at: string;
  partial?: boolean;
  data: T;
}
export interface LivePong { type: "pong"; at: string }
export interface LiveError { type: "error"; channel?: Channel; code: string }
