import type { Texts } from "./en";

const number = new Intl.NumberFormat("de");
const time = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const plural = new Intl.PluralRules("de");
const count = (n: number, one: string, other: string) => `${number.format(n)} ${plural.select(n) === "one" ? one : other}`;

const texts: Texts = {
  title: "Kaffeebar",
  language: "Sprache",
  dismiss: "Diese Meldung schließen",
  clock: (at) => time.format(new Date(at)),
  exactClock: (at) => exact.format(new Date(at)),
  mount: {
    loading: "Einen Moment …",
    failed: "Die Kaffeebar ist nicht erreichbar",
    explanation: "Bitte prüfen Sie Ihre Verbindung. Eine Bestellung, die Sie schon aufgegeben haben, wird zubereitet, und dieses Handy merkt sie sich.",
    retry: "Noch einmal versuchen",
  },
  badge: {
    live: "Live",
    reconnecting: (since) => `Unterbrochen seit ${time.format(since)}`,
    polling: "Neues alle paar Sekunden",
    offline: (since) => `Offline seit ${time.format(since)}`,
    heard: (at) => `Zuletzt aktualisiert um ${time.format(at)}`,
  },

  scan: {
    title: "Scannen Sie den Code auf dem Bildschirm",
    explanation: "Richten Sie die Kamera Ihres Handys auf den Code, der auf dem Bildschirm in der Kaffeebar steht. Je Scan gibt es ein Getränk.",
    open: "Geöffnet",
    closed: "Geschlossen",
    openLine: (minutes) => `Etwa ${count(minutes, "Minute", "Minuten")} Wartezeit`,
    closedLine: "Sobald wir wieder öffnen, zeigt der Bildschirm einen Code.",
    opensLine: (when: string) => `Wir öffnen wieder: ${when}.`,
    closesLine: (when: string) => `Wir schließen: ${when}.`,
    menu: "Karte",
    soldOut: "Ausverkauft",
  },

  loading: "Ihr Platz in der Schlange wird reserviert …",
  waiting: {
    offline: {
      title: "Sie sind offline",
      explanation: "Wir versuchen es weiter und machen weiter, sobald Ihr Handy wieder online ist. Das kostet nie ein zweites Getränk.",
    },
    busy: {
      title: "Gerade ist viel los",
      explanation: "Wir versuchen es weiter. Sie müssen nicht noch einmal scannen, und es kostet nie ein zweites Getränk.",
    },
    retry: "Jetzt noch einmal versuchen",
  },

  refused: {
    again: "Noch einmal versuchen",
    nextIn: "Nächster Code in",
    nextNow: "Auf dem Bildschirm steht jetzt ein neuer Code.",
    nowOpen: "Wir haben jetzt geöffnet.",
    shop_closed: {
      title: "Wir haben geschlossen",
      explanation: "Zurzeit nehmen wir keine Bestellungen an. Ihr Scan hat kein Getränk verbraucht. Scannen Sie den Code auf dem Bildschirm, wenn wir wieder geöffnet haben.",
    },
    queue_full: {
      title: "Die Schlange ist voll",
      explanation: "Mehr Bestellungen schaffen wir gerade nicht. Ihr Scan hat kein Getränk verbraucht. Versuchen Sie es in ein paar Minuten noch einmal.",
    },
    nothing_available: {
      title: "Alles ist ausverkauft",
      explanation: "Zurzeit gibt es nichts zu bestellen. Ihr Scan hat kein Getränk verbraucht. Bitte fragen Sie an der Theke.",
    },
    code_used_up: {
      title: "Alle Getränke dieses Codes sind vergeben",
      explanation: "Diesmal waren andere schneller. Warten Sie auf den nächsten Code auf dem Bildschirm, und scannen Sie dann diesen.",
    },
    code_expired: {
      title: "Dieser Code ist abgelaufen",
      explanation: "Der Bildschirm zeigt alle paar Minuten einen neuen Code. Ihr Scan hat kein Getränk verbraucht. Bitte scannen Sie den Code, der jetzt dort steht.",
    },
    unknown: {
      title: "Diesen Code kennen wir nicht",
      explanation: "Vielleicht gehört er zu einem anderen Laden, oder er wurde nicht ganz gelesen. Bitte scannen Sie den Code auf dem Bildschirm noch einmal.",
    },
    over: {
      title: "Diese Bestellung ist vorbei",
      explanation: "Die Bestellung, die zu diesem Scan gehört, ist beendet. Bitte scannen Sie den Code auf dem Bildschirm noch einmal.",
    },
  },

  choose: {
    title: "Was darf es sein?",
    timeLeft: "Zeit zum Bestellen",
    hurry: "Weniger als zwei Minuten. Danach bekommt jemand anderes Ihren Platz.",
    timeUp: "Ihre Zeit ist um",
    noPreference: "Wie üblich",
    soldOut: "Ausverkauft",
    drinkGone: (drink) => `${drink} ist gerade ausverkauft. Bitte wählen Sie ein anderes Getränk; Ihre übrige Auswahl bleibt, soweit es geht.`,
    optionGone: (option) => `„${option}“ gibt es nicht mehr. Bitte wählen Sie etwas anderes; der Rest bleibt.`,
    pickFirst: "Getränk wählen",
    order: (what) => `${what} bestellen`,
    unavailable: (drink) => `${drink} ist ausverkauft`,
    dropOption: (option) => `Ohne „${option}“ weiter`,
    preparing: "Ihr Platz wird reserviert …",
    giveUp: "Platz freigeben",
    closing: "Wir nehmen keine neuen Bestellungen mehr an. Ihren Platz haben Sie noch.",
  },

  watch: {
    number: "Ihre Nummer",
    numberSoon: "Ihre Nummer kommt gleich …",
    stages: "Stand Ihrer Bestellung",
    PLACED: { name: "Bestellt", title: "Ihre Bestellung ist da" },
    QUEUED: { name: "Wartet", title: "In der Schlange" },
    MAKING: { name: "In Arbeit", title: "Ihr Getränk wird zubereitet" },
    READY: { name: "Fertig", title: "Ihr Getränk ist fertig" },
    COLLECTED: { name: "Abgeholt", title: "Lassen Sie es sich schmecken" },
    ahead: (n) => (n === 0 ? "Sie sind als Nächstes dran" : `Noch ${count(n, "Bestellung", "Bestellungen")} vor Ihnen`),
    wait: (minutes) => `etwa ${count(minutes, "Minute", "Minuten")}`,
    soon: "jeden Moment",
    late: "dauert etwas länger als sonst",
    making: "Es wird gerade für Sie gemacht.",
    stay: "Diese Seite ändert sich, sobald es fertig ist. Wenn Sie das Handy sperren oder die Seite schließen, kommen Sie einfach wieder her.",
    sound: "Ton, wenn fertig",
    cancel: "Bestellung stornieren",
  },
  cancel: {
    title: "Bestellung stornieren?",
    explanation: "Jemand anderes bekommt Ihren Platz. Das Getränk auf dem Code gilt als verbraucht: Für eine neue Bestellung scannen Sie den Code auf dem Bildschirm.",
    keep: "Bestellung behalten",
    confirm: "Ja, stornieren",
  },

  ready: {
    title: "Fertig!",
    explanation: "Bitte holen Sie Ihr Getränk an der Theke ab, und nennen Sie Ihre Nummer.",
    reminder: "Ihr Getränk steht noch an der Theke für Sie bereit.",
    tab: (n) => `Nummer ${n} ist fertig!`,
  },

  ended: {
    newOrder: "Neue Bestellung",
    reason: "Von der Theke",
    collected: { title: "Lassen Sie es sich schmecken!", explanation: "Danke für Ihren Besuch." },
    unclaimed: {
      title: "Ihr Getränk wurde nicht abgeholt",
      explanation: "Es stand lange bereit, deshalb haben wir es weggestellt. Bitte fragen Sie an der Theke. Das Getränk auf dem Code ist verbraucht.",
    },
    closed: {
      title: "Wir haben gerade geschlossen",
      explanation: "Ihre Bestellung hat keinen Platz mehr bekommen. Das Getränk ist dem Code wieder gutgeschrieben. Kommen Sie wieder, wenn wir geöffnet haben.",
    },
    full: {
      title: "Die Schlange war voll",
      explanation: "Jemand anderes hat den letzten Platz bekommen. Das Getränk ist dem Code wieder gutgeschrieben: Scannen Sie in ein paar Minuten noch einmal.",
    },
    cancelledByYou: {
      title: "Sie haben Ihre Bestellung storniert",
      explanation: "Sie wird nicht zubereitet. Das Getränk auf dem Code gilt als verbraucht. Für eine neue Bestellung scannen Sie den Code auf dem Bildschirm.",
    },
    cancelledByUs: {
      title: "Wir mussten Ihre Bestellung stornieren",
      explanation: "Das tut uns leid. Das Getränk ist dem Code wieder gutgeschrieben: Scannen Sie für ein anderes noch einmal.",
    },
    cancelledAutomatically: {
      title: "Ihre Bestellung wurde automatisch storniert",
      explanation: "Bei uns ist etwas schiefgegangen. Das Getränk ist dem Code wieder gutgeschrieben: Bitte scannen Sie noch einmal.",
    },
    customerTimedOut: {
      title: "Ihre Zeit zum Bestellen ist um",
      explanation: "Es wurde nicht rechtzeitig ein Getränk gewählt, deshalb hat jemand anderes Ihren Platz. Das Getränk ist dem Code wieder gutgeschrieben: Scannen Sie noch einmal, um zu bestellen.",
    },
    baristaTimedOut: {
      title: "Wir haben Ihr Getränk nicht geschafft",
      explanation: "Das tut uns leid: Es wurde nicht rechtzeitig zubereitet, deshalb ist die Bestellung beendet. Das Getränk ist dem Code wieder gutgeschrieben: Scannen Sie noch einmal, oder fragen Sie an der Theke.",
    },
    failed: {
      title: "Mit dieser Bestellung ist etwas schiefgegangen",
      explanation: "Das tut uns leid. Das Getränk ist dem Code wieder gutgeschrieben: Bitte scannen Sie noch einmal, oder fragen Sie an der Theke.",
    },
  },

  remarks: {
    alreadyOrdered: "Auf diesem Handy gibt es schon eine Bestellung, hier ist sie. Der neue Scan hat kein Getränk verbraucht.",
    notKept: "Dieser Browser speichert nichts. Lassen Sie die Seite offen, bis Sie Ihr Getränk haben.",
    orderGone: "Wir finden diese Bestellung nicht mehr. Bitte scannen Sie den Code auf dem Bildschirm.",
    soldOut: "Das gibt es nicht mehr. Bitte sehen Sie sich Ihre Auswahl noch einmal an.",
    tryAgain: "Das ist nicht durchgekommen. Bitte versuchen Sie es noch einmal; doppelt passieren kann nichts.",
    tooLateToCancel: "Die Bestellung kann nicht mehr storniert werden.",
    tooLateToOrder: "Die Bestellung kann nicht mehr geändert werden.",
  },

  receipt: {
    title: "So wurde Ihr Kaffee gemacht",
    titleUnmade: "Der Weg Ihrer Bestellung",
    lead: "In dieser Kaffeebar läuft kein Server. Ihre Bestellung ging durch diese AWS-Dienste:",
    after: (seconds) => `nach ${seconds < 60 ? `${number.format(Math.round(seconds * 10) / 10)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`}`,
    REQUESTED: { title: "Sie haben den Code gescannt", text: "API Gateway gab den Scan an eine Lambda-Funktion weiter. Sie nahm in einer einzigen DynamoDB-Transaktion ein Getränk vom Code und speicherte Ihre Bestellung. Dann startete sie deren Workflow in Step Functions." },
    STARTED: { title: "Der Workflow ließ Sie ein", text: "Step Functions prüfte, ob die Bar geöffnet ist und die Schlange noch Platz hat. Es schickte das Ereignis OrderStarted mit einem Task-Token an EventBridge und wartete, bis Sie gewählt hatten." },
    PLACED: { title: "Sie haben gewählt", text: "Eine Lambda-Funktion prüfte Ihre Wahl anhand der Karte, speicherte sie in DynamoDB und gab Step Functions das Task-Token zurück; der Workflow lief weiter." },
    QUEUED: { title: "Sie bekamen Ihre Nummer", text: "Ein Zähler in DynamoDB gab Ihrer Bestellung die Nummer. Das Ereignis AwaitingCompletion ging über EventBridge an die Theke, und der Workflow wartete wieder." },
    MAKING: { title: "Jemand nahm die Bestellung an", text: "Das Personal meldet sich mit Cognito an. Ein bedingter Schreibvorgang in DynamoDB sorgt dafür, dass niemand sonst dasselbe Getränk macht." },
    READY: { title: "Ihr Getränk war fertig", text: "Eine Lambda-Funktion speicherte das und schickte das zweite Task-Token. Step Functions gab OrderCompleted an EventBridge und beendete den Workflow." },
    COLLECTED: { title: "Sie haben es abgeholt", text: "Der letzte Schreibvorgang in DynamoDB. Die Nummer verschwand vom Bildschirm." },
    UNCLAIMED: { title: "Niemand holte es ab", text: "EventBridge startet jede Minute eine Lambda-Funktion, die nach vergessenen Getränken sieht. Sie nahm die Nummer vom Bildschirm." },
    REJECTED: { title: "Der Workflow wies Sie ab", text: "Step Functions sah, dass geschlossen war oder die Schlange voll, und endete. Eine Lambda-Funktion gab das Getränk an den Code zurück." },
    CANCELLED: { title: "Die Bestellung wurde storniert", text: "Eine Lambda-Funktion speicherte das in DynamoDB und meldete es dem wartenden Workflow. Der gab OrderCancelled an EventBridge und endete." },
    TIMED_OUT: { title: "Die Zeit war um", text: "Das Warten des Workflows in Step Functions lief ab. Ein Ereignis auf EventBridge meldete es einer Lambda-Funktion, die das Getränk an den Code zurückgab." },
    FAILED: { title: "Der Workflow schlug fehl", text: "Step Functions fing den Fehler ab und gab OrderFailed an EventBridge. Eine Lambda-Funktion gab das Getränk an den Code zurück." },
    live: { title: "Und diese Seite?", text: "Jede Änderung ging vom Stream der DynamoDB-Tabelle an eine Lambda-Funktion, die sie über den WebSocket von API Gateway an Ihr Handy schickte." },
  },
};

export default texts;
