import { useEffect, useState } from "preact/hooks";
import { soundOn, switchSound, unlockSound } from "../shared/attention";
import { storageKey } from "../shared/storage-key";
import { Button } from "../shared/ui/Button";
import { screenLock } from "../shared/wakelock";
import type { Wall } from "./state";
import * as texts from "./texts";

const idle = 4000; // after which the pointer and the controls disappear, in milliseconds
const key = () => storageKey("display-sound");

/** Controls are shown while the pointer moves or has the focus on one of them. */
export function Controls({ wall }: { wall: Wall }) {
  const moving = useMoving();
  useEffect(() => {
    if (wantsSound()) void unlockSound();
  }, []);
  const sound = soundOn.value;
  return (
    <footer class={moving ? "controls shown" : "controls"} aria-label={texts.controls.label}>
      {screenLock.value === "refused" && <p>{texts.controls.awake}</p>}
      <Button icon={sound ? "sound-on" : "sound-off"} aria-pressed={sound} onClick={() => void chooseSound(!sound)}>
        {sound ? texts.controls.soundOn : texts.controls.soundOff}
      </Button>
      <Button icon="expand" onClick={() => void document.documentElement.requestFullscreen?.().catch(() => {})}>
        {texts.controls.full}
      </Button>
      {wall.signIn.state.value.kind === "signedIn" && (
        <Button icon="person" onClick={() => void wall.signIn.leave()}>
          {texts.controls.signOut}
        </Button>
      )}
    </footer>
  );
}

/** chooseSound keeps the choice, so that the chime survives the nightly reload where the browser allows it. */
async function chooseSound(wanted: boolean): Promise<void> {
  try {
    localStorage.setItem(key(), wanted ? "on" : "off");
  } catch {
    // Without storage, the choice lasts until the page is reloaded.
  }
  await switchSound(wanted);
}

function wantsSound(): boolean {
  try {
    return localStorage.getItem(key()) === "on";
  } catch {
    return false;
  }
}

/** useMoving is whether the pointer moved lately. Otherwise the page hides it. */
function useMoving(): boolean {
  const [moving, setMoving] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const move = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setMoving(false), idle);
      setMoving(true);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerdown", move);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerdown", move);
    };
  }, []);
  useEffect(() => {
    document.documentElement.classList.toggle("idle", !moving);
  }, [moving]);
  return moving;
}
