import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import { VariableMarks } from '../variables/variable-marks.tsx';

export interface SuggestedUrl {
  url: string;
  /** Where it is known from, or how it is used. */
  about?: string;
}

interface UrlFieldProps {
  value: string;
  suggestions: readonly SuggestedUrl[];
  placeholder: string;
  /** `picked`: one of the suggestions, not typed. */
  onChange: (url: string, picked: boolean) => void;
  /** The suggestions come into view, or go. */
  onOpen?: (open: boolean) => void;
  /** Its name, where no label has its id. */
  label?: string;
  id?: string;
  /** A click shows the suggestions, before anything is typed. */
  openOnClick?: boolean;
  /** It takes the focus of its pane. */
  first?: boolean;
  /** `{{variables}}` in it are replaced, and marked. */
  variables?: boolean;
}

/** A url, completed from those that are known. Arrow down shows them, Esc closes them, and what was typed stays. */
export function UrlField(props: UrlFieldProps) {
  const { value, suggestions, placeholder, onChange, onOpen, label, id, openOnClick = false, first, variables } = props;
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    onOpen?.(next);
  };
  const input = (
    <Autocomplete.Input
      id={id}
      className="input mono grow"
      aria-label={label}
      placeholder={placeholder}
      spellCheck={false}
      data-focus-first={first || undefined}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' && !open && !event.altKey) change(true);
      }}
    />
  );
  return (
    <Autocomplete.Root
      items={suggestions}
      itemToStringValue={({ url }) => url}
      mode="none"
      value={value}
      onValueChange={(url, { reason }) => {
        if (reason !== 'escape-key') onChange(url, reason === 'item-press');
      }}
      open={open && suggestions.length > 0}
      onOpenChange={change}
      openOnInputClick={openOnClick}
    >
      {variables ? <VariableMarks text={value}>{input}</VariableMarks> : input}
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="positioner" sideOffset={4}>
          <Autocomplete.Popup className="popup url-popup">
            <Autocomplete.List>
              {(item: SuggestedUrl) => (
                <Autocomplete.Item key={item.url} value={item} className="popup-item">
                  <span />
                  <span className="mono cut" title={item.url}>
                    {item.url}
                  </span>
                  {item.about !== undefined && <span className="muted">{item.about}</span>}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

const MOST = 50;

/** Those that have what is typed inside, whatever its case, but are not just that: at most 50, in their order. */
export function suggestedFrom(typed: string, urls: Iterable<string>): SuggestedUrl[] {
  const wanted = typed.trim().toLowerCase();
  const found = new Set<string>();
  for (const url of urls) {
    if (found.size === MOST) break;
    if (url !== typed && url.toLowerCase().includes(wanted)) found.add(url);
  }
  return Array.from(found, (url) => ({ url }));
}
