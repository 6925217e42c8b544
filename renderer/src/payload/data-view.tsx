import { Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { copyText } from '../copy.ts';
import { hex } from '../format/hex.ts';
import { useT } from '../i18n.ts';
import { IconButton } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { HexView } from './hex-view.tsx';
import { sniffImage } from './image.ts';
import { ImageView } from './image-view.tsx';
import { TextView } from './text-view.tsx';

type View = 'image' | 'text' | 'hex';

/** Data as an image or text where it is one, and always as bytes. What was chosen stays for the next data that is so too. */
export function DataView({ data }: { data: Uint8Array }) {
  const t = useT();
  const image = useMemo(() => sniffImage(data), [data]);
  const text = useMemo(() => (image ? null : asText(data)), [image, data]);
  const [chosen, setChosen] = useState<View | null>(null);
  const views: View[] = [...(image ? (['image'] as const) : []), ...(text === null ? [] : (['text'] as const)), 'hex'];
  const view = chosen !== null && views.includes(chosen) ? chosen : (views[0] ?? 'hex');
  return (
    <div className="param-view">
      <div className="bar">
        <Segmented
          small
          label={t('showAs')}
          value={view}
          options={views.map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={setChosen}
        />
        <span className="grow" />
        <IconButton
          icon={<Copy />}
          label={t('copyData')}
          onClick={() => void copyText(view === 'text' && text !== null ? text : hex(data))}
        />
      </div>
      {view === 'image' && image && <ImageView bytes={data} info={image} />}
      {view === 'text' && <TextView label={t('data')} text={text ?? ''} language="plain" />}
      {view === 'hex' && <HexView label={t('data')} bytes={data} />}
    </div>
  );
}

/** Null where the bytes are no UTF-8, or hold what no text does. */
function asText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // oxlint-disable-next-line no-control-regex -- these are what tells bytes from text
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
