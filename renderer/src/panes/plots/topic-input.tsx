import { Autocomplete } from '@base-ui/react/autocomplete';
import { useId, useState } from 'react';
import { useT } from '../../i18n.ts';
import { topicsOf } from '../../state/topics.ts';

const MOST = 50;

interface TopicInputProps {
  deviceId: string | null;
  value: string;
  onChange: (url: string) => void;
}

/** Completes from the urls on which the device has published. */
export function TopicInput({ deviceId, value, onChange }: TopicInputProps) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const urls = suggest(value, topicsOf(deviceId).keys());
  return (
    <div className="field">
      <label htmlFor={id}>{t('plots.url')}</label>
      <Autocomplete.Root
        items={urls}
        mode="none"
        value={value}
        onValueChange={(url, { reason }) => {
          // Esc closes the suggestions; what was typed stays.
          if (reason !== 'escape-key') onChange(url.trim());
        }}
        open={open && urls.length > 0}
        onOpenChange={setOpen}
        openOnInputClick
      >
        <Autocomplete.Input id={id} className="input mono" placeholder={t('plots.urlHint')} spellCheck={false} />
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
    </div>
  );
}

function suggest(typed: string, urls: Iterable<string>): string[] {
  const wanted = typed.trim().toLowerCase();
  const found = [...urls].filter((url) => url !== typed && url.toLowerCase().includes(wanted));
  return found.toSorted().slice(0, MOST);
}
