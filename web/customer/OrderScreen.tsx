import type { OrderStore } from "../shared/stores";
import { Choose } from "./Choose";
import { Ended } from "./Ended";
import { languages } from "./languages";
import { Loading } from "./Loading";
import { isChoosing, isOver } from "./progress";
import { Ready } from "./Ready";
import type { Services } from "./services";
import { Watch } from "./Watch";

/** OrderProps are the services, with the order. */
export interface OrderProps extends Services {
  store: OrderStore;
}

/** OrderScreen shows an order in whatever state it is. */
export function OrderScreen(props: OrderProps) {
  const order = props.store.data.value;
  if (!order) return <Loading title={languages.texts.mount.loading} />;
  if (isChoosing(order.state)) return <Choose {...props} order={order} key={order.orderId} />;
  if (isOver(order.state)) return <Ended {...props} order={order} />;
  if (order.state === "READY") return <Ready order={order} board={props.board} />;
  return <Watch {...props} order={order} key={order.orderId} />;
}
