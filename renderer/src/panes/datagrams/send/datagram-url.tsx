import { useMemo, useState } from 'react';
import { heardUrls } from '../../../datagrams/heard-urls.ts';
import { useT } from '../../../i18n.ts';
import { useDatagramDrafts } from '../../../state/datagram-drafts.ts';
import { topicsOf } from '../../../state/topics.ts';
import { suggestedFrom, UrlField } from '../../../ui/url-field.tsx';

const EXAMPLE = '/diag/ping';

interface DatagramUrlProps {
  deviceId: string | null;
  value: string;
  onChange: (url: string) => void;
}

/** Completes from urls that were sent to, and from those that the device was seen to use. */
export function DatagramUrl({ deviceId, value, onChange }: DatagramUrlProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const history = useDatagramDrafts((state) => state.history);
  const suggestions = useMemo(() => {
    const sent = history.map(({ draft }) => draft.url);
    return suggestedFrom(value, [...sent, ...heardUrls(deviceId), ...topicsOf(deviceId).keys()]);
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies -- asked anew when the list opens
  }, [value, history, deviceId, open]);
  return (
    <UrlField
      first
      variables
      label={t('datagrams.url')}
      placeholder={EXAMPLE}
      value={value}
      suggestions={suggestions}
      onOpen={setOpen}
      onChange={onChange}
    />
  );
}
