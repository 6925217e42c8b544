import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useT } from '../i18n.ts';
import type { Key } from '../locales/en.ts';
import { dropPlaceAt } from '../ui/file-drop.ts';
import { takeFiles } from './take-files.ts';

interface Veil {
  says: Key;
  /** Of the place that takes the files, px of the window; null: all of it. */
  over: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'> | null;
}

/**
 * Files that are dropped on the window: the place under the pointer takes them, or else the window. While they hang over
 * it, a veil says what will happen where. Nothing that is dropped ever leads away from the page.
 */
export function DropVeil() {
  const t = useT();
  const [veil, setVeil] = useState<Veil | null>(null);
  useEffect(() => followFiles(setVeil), []);
  if (!veil) return null;
  const { over, says } = veil;
  return (
    <div
      className="drop-veil"
      aria-hidden
      style={over ? { left: over.left, top: over.top, width: over.width, height: over.height } : { inset: 0 }}
    >
      <span className="drop-words">
        <FileDown />
        {t(says)}
      </span>
    </div>
  );
}

function followFiles(show: (veil: Veil | null) => void): () => void {
  let shown: Element | 'window' | null = null;
  const hide = () => {
    shown = null;
    show(null);
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // Who has taken it already, as an editor does, shows so itself.
    if (event.defaultPrevented) {
      if (shown) hide();
      return;
    }
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const place = dropPlaceAt(event.target);
    if (shown === (place?.element ?? 'window')) return;
    shown = place?.element ?? 'window';
    show({
      says: place?.drop.says ?? 'drop.window',
      over: place?.element.getBoundingClientRect() ?? null,
    });
  };
  const onDrop = (event: DragEvent) => {
    hide();
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void takeFiles([...event.dataTransfer.files], dropPlaceAt(event.target)?.drop ?? null);
  };
  const onDragLeave = ({ relatedTarget }: DragEvent) => {
    if (relatedTarget === null) hide();
  };
  window.addEventListener('dragover', onDragOver);
  window.addEventListener('drop', onDrop);
  window.addEventListener('dragleave', onDragLeave);
  return () => {
    window.removeEventListener('dragover', onDragOver);
    window.removeEventListener('drop', onDrop);
    window.removeEventListener('dragleave', onDragLeave);
  };
}
