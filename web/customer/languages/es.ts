import type { Texts } from "./en";

const number = new Intl.NumberFormat("es");
const time = new Intl.DateTimeFormat("es", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("es", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const plural = new Intl.PluralRules("es");
const count = (n: number, one: string, other: string) => `${number.format(n)} ${plural.select(n) === "one" ? one : other}`;

const texts: Texts = {
  title: "Cafetería",
  language: "Idioma",
  dismiss: "Cerrar este mensaje",
  clock: (at) => time.format(new Date(at)),
  exactClock: (at) => exact.format(new Date(at)),
  mount: {
    loading: "Un momento…",
    failed: "No se puede conectar con la cafetería",
    explanation: "Comprueba tu conexión. Si ya has hecho un pedido, lo estamos preparando y este móvil lo recuerda.",
    retry: "Reintentar",
  },
  badge: {
    live: "En directo",
    reconnecting: (since) => `Reconectando desde las ${time.format(since)}`,
    polling: "Novedades cada pocos segundos",
    offline: (since) => `Sin conexión desde las ${time.format(since)}`,
    heard: (at) => `Última actualización a las ${time.format(at)}`,
  },

  scan: {
    title: "Escanea el código de la pantalla",
    explanation: "Apunta con la cámara del móvil al código que aparece en la pantalla de la cafetería. Cada escaneo vale por una bebida.",
    open: "Abierto",
    closed: "Cerrado",
    openLine: (minutes) => `Alrededor de ${count(minutes, "minuto", "minutos")} de espera`,
    closedLine: "Cuando abramos, la pantalla mostrará un código.",
    opensLine: (when: string) => `Volvemos a abrir: ${when}.`,
    closesLine: (when: string) => `Cerramos: ${when}.`,
    menu: "Carta",
    soldOut: "Agotado",
  },

  loading: "Reservando tu sitio en la cola…",
  waiting: {
    offline: {
      title: "No tienes conexión",
      explanation: "Seguimos intentándolo y continuaremos cuando vuelvas a tener conexión. Reintentar nunca gasta una segunda bebida.",
    },
    busy: {
      title: "Ahora mismo hay mucho movimiento",
      explanation: "Seguimos intentándolo. No hace falta que vuelvas a escanear, y reintentar nunca gasta una segunda bebida.",
    },
    retry: "Reintentar ahora",
  },

  refused: {
    again: "Reintentar",
    nextIn: "Próximo código en",
    nextNow: "Ya hay un código nuevo en la pantalla.",
    nowOpen: "La cafetería ya está abierta.",
    shop_closed: {
      title: "La cafetería está cerrada",
      explanation: "Ahora no aceptamos pedidos. Tu escaneo no ha gastado ninguna bebida. Escanea el código de la pantalla cuando volvamos a abrir.",
    },
    queue_full: {
      title: "La cola está llena",
      explanation: "No podemos aceptar más pedidos por ahora. Tu escaneo no ha gastado ninguna bebida. Vuelve a intentarlo dentro de unos minutos.",
    },
    nothing_available: {
      title: "Está todo agotado",
      explanation: "Ahora mismo no queda nada para pedir. Tu escaneo no ha gastado ninguna bebida. Pregunta en la barra.",
    },
    code_used_up: {
      title: "Ya no quedan bebidas en este código",
      explanation: "Esta vez otros han sido más rápidos. Espera al próximo código de la pantalla y escanéalo.",
    },
    code_expired: {
      title: "Este código ha caducado",
      explanation: "La pantalla muestra un código nuevo cada pocos minutos. Tu escaneo no ha gastado ninguna bebida. Escanea el código que aparece ahora.",
    },
    unknown: {
      title: "No reconocemos este código",
      explanation: "Puede que sea de otro local o que no se haya leído entero. Vuelve a escanear el código de la pantalla.",
    },
    over: {
      title: "Este pedido ya ha terminado",
      explanation: "El pedido de este escaneo ya se ha cerrado. Vuelve a escanear el código de la pantalla.",
    },
  },

  choose: {
    title: "¿Qué te apetece?",
    timeLeft: "Tiempo para pedir",
    hurry: "Quedan menos de dos minutos. Después, tu sitio pasará a otra persona.",
    timeUp: "Se ha acabado el tiempo",
    noPreference: "Como siempre",
    soldOut: "Agotado",
    drinkGone: (drink) => `${drink} se acaba de agotar. Elige otra bebida; mantenemos el resto de tu elección si es posible.`,
    optionGone: (option) => `«${option}» ya no está disponible. Elige otra opción; lo demás se mantiene.`,
    pickFirst: "Elige una bebida",
    order: (what) => `Pedir ${what}`,
    unavailable: (drink) => `${drink}: agotado`,
    dropOption: (option) => `Continuar sin «${option}»`,
    preparing: "Reservando tu sitio…",
    giveUp: "Dejar mi sitio",
    closing: "Ya no aceptamos pedidos nuevos, pero conservas tu sitio.",
  },

  watch: {
    number: "Tu número",
    numberSoon: "Tu número está al llegar…",
    stages: "Estado de tu pedido",
    PLACED: { name: "Pedido", title: "Tenemos tu pedido" },
    QUEUED: { name: "En cola", title: "En la cola" },
    MAKING: { name: "En marcha", title: "Estamos preparando tu bebida" },
    READY: { name: "Listo", title: "Tu bebida está lista" },
    COLLECTED: { name: "Recogido", title: "Que lo disfrutes" },
    ahead: (n) => (n === 0 ? "Eres la siguiente persona" : `${count(n, "pedido", "pedidos")} por delante`),
    wait: (minutes) => `alrededor de ${count(minutes, "minuto", "minutos")}`,
    soon: "en cualquier momento",
    late: "tarda un poco más de lo normal",
    making: "La estamos preparando ahora mismo.",
    stay: "Esta página cambia en cuanto esté lista. Si bloqueas el móvil o cierras la página, solo tienes que volver a ella.",
    sound: "Sonido al estar lista",
    cancel: "Cancelar el pedido",
  },
  cancel: {
    title: "¿Cancelar tu pedido?",
    explanation: "Tu sitio pasará a otra persona. La bebida del código queda gastada: para pedir de nuevo, escanea el código de la pantalla.",
    keep: "Mantener el pedido",
    confirm: "Sí, cancelarlo",
  },

  ready: {
    title: "¡Listo!",
    explanation: "Recoge tu bebida en la barra y di tu número.",
    reminder: "Tu bebida te sigue esperando en la barra.",
    tab: (n) => `¡El número ${n} está listo!`,
  },

  ended: {
    newOrder: "Nuevo pedido",
    reason: "Desde la barra",
    collected: { title: "¡Que lo disfrutes!", explanation: "Gracias por tu visita." },
    unclaimed: {
      title: "Nadie recogió tu bebida",
      explanation: "Estuvo lista mucho tiempo, así que la hemos apartado. Pregunta en la barra. La bebida del código está gastada.",
    },
    closed: {
      title: "La cafetería acaba de cerrar",
      explanation: "Hemos cerrado antes de que tu pedido tuviera sitio. La bebida ha vuelto al código. Vuelve cuando abramos de nuevo.",
    },
    full: {
      title: "La cola estaba llena",
      explanation: "Otra persona se llevó el último sitio. La bebida ha vuelto al código: escanea otra vez dentro de unos minutos.",
    },
    cancelledByYou: {
      title: "Has cancelado tu pedido",
      explanation: "No lo prepararemos. La bebida del código queda gastada. Para pedir de nuevo, escanea el código de la pantalla.",
    },
    cancelledByUs: {
      title: "Hemos tenido que cancelar tu pedido",
      explanation: "Lo sentimos. La bebida ha vuelto al código: escanea otra vez para pedir otra.",
    },
    cancelledAutomatically: {
      title: "Tu pedido se ha cancelado automáticamente",
      explanation: "Algo ha fallado por nuestra parte. La bebida ha vuelto al código: vuelve a escanear, por favor.",
    },
    customerTimedOut: {
      title: "Se ha acabado tu tiempo para pedir",
      explanation: "No se eligió ninguna bebida a tiempo y tu sitio ha pasado a otra persona. La bebida ha vuelto al código: escanea otra vez para pedir.",
    },
    baristaTimedOut: {
      title: "No hemos podido preparar tu bebida",
      explanation: "Lo sentimos: no se preparó a tiempo y el pedido se ha cerrado. La bebida ha vuelto al código: escanea otra vez o pregunta en la barra.",
    },
    failed: {
      title: "Algo ha ido mal con este pedido",
      explanation: "Lo sentimos. La bebida ha vuelto al código: vuelve a escanear o pregunta en la barra.",
    },
  },

  remarks: {
    alreadyOrdered: "Ya tienes un pedido en este móvil; aquí está. El nuevo escaneo no ha gastado ninguna bebida.",
    notKept: "Este navegador no guarda nada. Deja esta página abierta hasta que tengas tu bebida.",
    orderGone: "Ya no encontramos ese pedido. Escanea el código de la pantalla.",
    soldOut: "Eso ya no está disponible. Revisa tu elección.",
    tryAgain: "No se ha podido enviar. Inténtalo de nuevo; no se hará dos veces.",
    tooLateToCancel: "El pedido ya no se puede cancelar.",
    tooLateToOrder: "El pedido ya no se puede cambiar.",
  },

  receipt: {
    title: "Así se hizo tu café",
    titleUnmade: "El recorrido de tu pedido",
    lead: "En esta cafetería no hay ningún servidor. Tu pedido pasó por estos servicios de AWS:",
    after: (seconds) => `tras ${seconds < 60 ? `${number.format(Math.round(seconds * 10) / 10)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`}`,
    REQUESTED: { title: "Escaneaste el código", text: "API Gateway pasó el escaneo a una función Lambda. En una sola transacción de DynamoDB descontó una bebida del código y guardó tu pedido. Después inició su flujo de trabajo en Step Functions." },
    STARTED: { title: "El flujo te dejó entrar", text: "Step Functions comprobó que la cafetería estaba abierta y que había sitio en la cola. Envió a EventBridge el evento OrderStarted con un token de tarea y esperó a que eligieras." },
    PLACED: { title: "Elegiste tu bebida", text: "Una función Lambda comprobó tu elección con la carta, la guardó en DynamoDB y devolvió el token de tarea a Step Functions, que siguió adelante." },
    QUEUED: { title: "Recibiste tu número", text: "Un contador de DynamoDB dio el número a tu pedido. El evento AwaitingCompletion llegó a la barra por EventBridge y el flujo volvió a esperar." },
    MAKING: { title: "La barra aceptó el pedido", text: "El personal inicia sesión con Cognito. Una escritura condicional en DynamoDB garantiza que nadie más prepare la misma bebida." },
    READY: { title: "Tu bebida estaba lista", text: "Una función Lambda lo guardó y envió el segundo token de tarea. Step Functions envió OrderCompleted a EventBridge y terminó el flujo." },
    COLLECTED: { title: "La recogiste", text: "La última escritura en DynamoDB. El número desapareció de la pantalla." },
    UNCLAIMED: { title: "Nadie la recogió", text: "EventBridge ejecuta cada minuto una función Lambda que busca bebidas olvidadas. Quitó el número de la pantalla." },
    REJECTED: { title: "El flujo no te dejó entrar", text: "Step Functions vio que la cafetería estaba cerrada o la cola llena y terminó. Una función Lambda devolvió la bebida al código." },
    CANCELLED: { title: "El pedido se canceló", text: "Una función Lambda lo guardó en DynamoDB y avisó al flujo en espera, que envió OrderCancelled a EventBridge y terminó." },
    TIMED_OUT: { title: "Se acabó el tiempo", text: "La espera del flujo en Step Functions venció. Un evento de EventBridge avisó a una función Lambda, que devolvió la bebida al código." },
    FAILED: { title: "El flujo falló", text: "Step Functions detectó el error y envió OrderFailed a EventBridge. Una función Lambda devolvió la bebida al código." },
    live: { title: "¿Y esta página?", text: "Cada cambio pasó del stream de la tabla de DynamoDB a una función Lambda, que lo envió a tu móvil por el WebSocket de API Gateway." },
  },
};

export default texts;
