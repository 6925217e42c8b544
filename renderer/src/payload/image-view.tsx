import { useCallback, useState } from 'react';
import { exact } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { type ImageInfo, MAX_PIXELS } from './image.ts';

interface ImageViewProps {
  bytes: Uint8Array;
  info: ImageInfo;
}

/** The image that data is. Its bytes go to the decoder of the browser, in the sandbox, and nowhere else. */
export function ImageView({ bytes, info }: ImageViewProps) {
  const t = useT();
  const { kind, mime, width, height } = info;
  const tooLarge = width * height > MAX_PIXELS;
  const [broken, setBroken] = useState<Uint8Array | null>(null);
  const draw = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [bytes, mime],
  );
  const size = { width: exact(width), height: exact(height) };
  const name = t('image.kind', { kind, ...size });
  if (tooLarge) return <p className="image-words">{t('image.tooLarge', size)}</p>;
  return (
    <figure className="image-view">
      {broken === bytes ? (
        <p className="image-words">{t('image.broken')}</p>
      ) : (
        <img ref={draw} alt={name} onError={() => setBroken(bytes)} />
      )}
      <figcaption className="muted">{name}</figcaption>
    </figure>
  );
}
