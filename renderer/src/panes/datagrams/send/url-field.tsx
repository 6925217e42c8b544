import { Autocomplete } from '@base-ui/react/autocomplete';
import { useMemo, useState } from 'react';
import { heardUrls } from '../../../datagrams/heard-urls.ts';
import { useT } from '../../../i18n.ts';
import { useDatagramDrafts } from '../../../state/datagram-drafts.ts';
import { topicsOf } from '../../../state/topics.ts';

const MOST = 50;
const EXAMPLE = '/diag/ping';

interface UrlFieldProps {
  deviceId: string | null;
  value: string;
  onChange: (url: string) => void;
}

/** Completes from urls that were sent to, and from those that the device was seen to use. */
export function UrlField({ deviceId, value, onChange }: UrlFieldProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const history = useDatagramDrafts((state) => state.history);
  const suggestions = useMemo(() => {
    const sent = history.map(({ draft }) => draft.url);
    return suggest(value, [...sent, ...heardUrls(deviceId), ...topicsOf(deviceId).keys()]);
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies -- asked anew when the list opens
  }, [value, history, deviceId, open]);
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
        aria-label={t('datagrams.url')}
        placeholder={EXAMPLE}
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

function suggest(typed: string, urls: Iterable<string>): string[] {
  const wanted = typed.trim().toLowerCase();
  const found = new Set<string>();
  for (const url of urls) {
    if (found.size === MOST) break;
    if (url !== typed && url.toLowerCase().includes(wanted)) found.add(url);
  }
  return [...found];
}
