/** The shapes, drawn on a grid of 24 by 24. */
const shapes = {
  cup: "M5 9h12v5a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5zM17 10h1a2.5 2.5 0 0 1 0 5h-1M9 6c0-1.5 1-1.5 1-3M13 6c0-1.5 1-1.5 1-3",
  steam: "M8 20c0-3 2-3 2-6s-2-3-2-6M14 20c0-3 2-3 2-6s-2-3-2-6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3 2",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4",
  warning: "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.1",
  wifi: "M2.5 9a14 14 0 0 1 19 0M6 12.8a9 9 0 0 1 12 0M9.2 16.3a4 4 0 0 1 5.6 0M12 19.5v.1",
  "wifi-off": "M3 3l18 18M2.5 9a14 14 0 0 1 4-2.6M11 5.2A14 14 0 0 1 21.5 9M6 12.8a9 9 0 0 1 4-2.2M14.5 10.9a9 9 0 0 1 3.5 1.9M9.2 16.3a4 4 0 0 1 5.6 0M12 19.5v.1",
  "sound-on": "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  "sound-off": "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M4.5 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0M11.2 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0M17.9 12a.8.8 0 1 0 1.6 0 .8.8 0 1 0-1.6 0",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  undo: "M9 6L4.5 10.5 9 15M5 10.5h9a5 5 0 0 1 0 10h-3",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  next: "M9 5l7 7-7 7",
  hand: "M3 14.5h3l3-1.5h3l2 1h2a1.5 1.5 0 0 1 0 3h-4M16.5 15.5l3-1.7a1.4 1.4 0 0 1 1.5 2.4L14.5 20.5h-6L6 19H3zM12 3v6M9.5 6.5L12 9l2.5-2.5",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8h3v3H8zM13.5 8H16v3M8 13.5V16h3M13.5 13.5H16V16",
  keyboard: "M3 6.5h18v11H3zM7 10v.1M10.5 10v.1M14 10v.1M17.5 10v.1M7.5 14h9",
  filter: "M4 5h16l-6 7.5V19l-4-2v-4.5z",
  expand: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  receipt: "M6 3.5h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5zM9 8h6M9 12h6",
} as const;

/** IconName is the name of an icon. */
export type IconName = keyof typeof shapes;

/** Icon is decoration beside a text; a control of an icon alone needs an aria-label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
