import { useEffect, useMemo, useState } from 'react';
import type { KnownUrl } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useT } from '../../../i18n.ts';
import { UrlField } from '../../../ui/url-field.tsx';

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
  const suggestions = useMemo(
    () =>
      known.map(({ url, methods, from }) => ({
        url,
        about: methods.length > 0 ? methods.join(' ') : t(`rpc.from.${from}`),
      })),
    [known, t],
  );
  return (
    <UrlField
      first
      variables
      label={t('rpc.url')}
      placeholder="/echo"
      value={value}
      suggestions={suggestions}
      onOpen={setOpen}
      onChange={(url, picked) => {
        onChange(url);
        const [method, other] = known.find((each) => each.url === url)?.methods ?? [];
        if (picked && method && !other) onMethod(method);
      }}
    />
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
