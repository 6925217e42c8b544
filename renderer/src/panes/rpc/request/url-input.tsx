import { Autocomplete } from '@base-ui/react/autocomplete';
import { useEffect, useState } from 'react';
import type { KnownUrl } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { VariableMarks } from '../requests/variable-marks.tsx';

interface UrlInputProps {
  deviceId: string | null;
  value: string;
  onChange: (url: string) => void;
  /** A url was taken that is only ever called with this method. */
  onMethod: (method: 'GET' | 'SET') => void;
}

/** Completes from urls that were called, saved, published on, or named in answers and the info of the server. */
export function UrlInput({ deviceId, value, onChange, onMethod }: UrlInputProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const known = useKnownUrls(value, deviceId, open);
  return (
    <Autocomplete.Root
      items={known}
      itemToStringValue={({ url }) => url}
      mode="none"
      value={value}
      onValueChange={(url, { reason }) => {
        // Esc closes the suggestions; what was typed stays.
        if (reason === 'escape-key') return;
        onChange(url);
        const [method, other] = known.find((each) => each.url === url)?.methods ?? [];
        if (reason === 'item-press' && method && !other) onMethod(method);
      }}
      open={open && known.length > 0}
      onOpenChange={setOpen}
      openOnInputClick={false}
    >
      <VariableMarks text={value}>
        <Autocomplete.Input
          className="input mono grow"
          aria-label={t('rpc.url')}
          placeholder="/echo"
          spellCheck={false}
          data-focus-first
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' && !open && !event.altKey) setOpen(true);
          }}
        />
      </VariableMarks>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="positioner" sideOffset={4}>
          <Autocomplete.Popup className="popup url-popup">
            <Autocomplete.List>
              {(item: KnownUrl) => (
                <Autocomplete.Item key={item.url} value={item} className="popup-item">
                  <span />
                  <span className="mono cut" title={item.url}>
                    {item.url}
                  </span>
                  <span className="muted">
                    {item.methods.length > 0 ? item.methods.join(' ') : t(`rpc.from.${item.from}`)}
                  </span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

const none: KnownUrl[] = [];

/** Asked for while the list is open; an answer that comes too late is dropped. */
function useKnownUrls(typed: string, deviceId: string | null, open: boolean): KnownUrl[] {
  const [known, setKnown] = useState(none);
  useEffect(() => {
    if (!open) return undefined;
    let wanted = true;
    const ask = async () => {
      const result = await bench().suggestUrls({ deviceId, typed: typed.slice(0, 4_096) });
      if (wanted) setKnown(result.ok ? result.value : none);
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [typed, deviceId, open]);
  return known;
}
