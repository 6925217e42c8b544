import { Autocomplete } from '@base-ui/react/autocomplete';
import { useMemo, useState } from 'react';
import { useT } from '../../i18n.ts';
import { useCalls } from '../../state/calls.ts';
import { topicsOf } from '../../state/topics.ts';

const MOST = 50;

interface UrlInputProps {
  deviceId: string | null;
  value: string;
  onChange: (url: string) => void;
}

/** Completes from urls that were called, and from those that the device was seen to use. */
export function UrlInput({ deviceId, value, onChange }: UrlInputProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const calls = useCalls((state) => state.calls);
  const suggestions = useMemo(
    () => suggest(value, [...calls.map((call) => call.url), ...topicsOf(deviceId).keys()]),
    [value, calls, deviceId],
  );
  return (
    <Autocomplete.Root
      items={suggestions}
      mode="none"
      value={value}
      onValueChange={(url, { reason }) => {
        // Esc closes the suggestions; what was typed stays.
        if (reason !== 'escape-key') onChange(url);
      }}
      open={open && suggestions.length > 0}
      onOpenChange={setOpen}
      openOnInputClick={false}
    >
      <Autocomplete.Input
        className="input mono grow"
        aria-label={t('rpc.url')}
        placeholder="/echo"
        spellCheck={false}
        data-focus-first
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="positioner" sideOffset={4}>
          <Autocomplete.Popup className="popup">
            <Autocomplete.List>
              {(url: string) => (
                <Autocomplete.Item key={url} value={url} className="popup-item">
                  <span />
                  <span className="mono cut">{url}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

export function suggest(typed: string, urls: Iterable<string>): string[] {
  const wanted = typed.trim().toLowerCase();
  const found = new Set<string>();
  for (const url of urls) {
    if (found.size === MOST) break;
    if (url !== typed && url.toLowerCase().includes(wanted)) found.add(url);
  }
  return [...found];
}
