import { type ReadonlySignal, signal } from "@preact/signals";

let audio: AudioContext | undefined;
const on = signal(false);

/** soundOn tells whether the chime may sound. It is off until switched on. */
export const soundOn: ReadonlySignal<boolean> = on;

/**
 * switchSound switches the chime on or off. Call it from a click: browsers unlock
 * sound only then. Switching on plays a sample.
 */
export async function switchSound(wanted: boolean): Promise<void> {
  on.value = wanted && (await unlockSound());
  if (on.value) chime();
}

/** unlockSound lets chime sound later without playing anything now. Call it from a click. */
export async function unlockSound(): Promise<boolean> {
  try {
    audio ??= new AudioContext();
    await audio.resume();
    on.value = audio.state === "running";
  } catch {
    on.value = false;
  }
  return on.value;
}

/** chime plays two notes, if sound is on. */
export function chime(): void {
  if (!on.value || !audio) return;
  note(audio, 784, audio.currentTime);
  note(audio, 1047, audio.currentTime + 0.18);
}

function note(context: AudioContext, hertz: number, at: number): void {
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.25, at + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
  gain.connect(context.destination);
  const tone = context.createOscillator();
  tone.frequency.value = hertz;
  tone.connect(gain);
  tone.start(at);
  tone.stop(at + 0.65);
}

/** vibrate shakes the phone, where there is a motor. */
export function vibrate(pattern: number[]): void {
  navigator.vibrate?.(pattern);
}

let flashing: ReturnType<typeof setInterval> | undefined;
let title = "";

/** flashTitle alternates the title of the tab with a text until stopFlashing. */
export function flashTitle(text: string): void {
  stopFlashing();
  title = document.title;
  document.title = text;
  flashing = setInterval(() => {
    document.title = document.title === text ? title : text;
  }, 1000);
}

/** stopFlashing restores the title. */
export function stopFlashing(): void {
  if (flashing === undefined) return;
  clearInterval(flashing);
  flashing = undefined;
  document.title = title;
}
