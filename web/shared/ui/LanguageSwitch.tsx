import type { Languages } from "../i18n";
import { Button } from "./Button";

/** LanguageSwitch offers the languages by their own names. */
export function LanguageSwitch({ languages, label }: { languages: Languages<unknown>; label: string }) {
  return (
    <div class="languages" role="group" aria-label={label}>
      {Object.entries(languages.names).map(([tag, name]) => (
        <Button key={tag} lang={tag} aria-pressed={languages.tag.value === tag} onClick={() => void languages.choose(tag)}>
          {name}
        </Button>
      ))}
    </div>
  );
}
