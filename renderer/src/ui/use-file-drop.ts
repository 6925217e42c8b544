import { type DragEvent, useState } from 'react';

/**
 * For an element that takes a file that is dropped on it: what it spreads, of which the style knows `data-drop` while a
 * file is over it. `inner`: what is in it may take files itself, and comes first; else an editor in it does not get them.
 */
export function useFileDrop(onFile: (file: File) => void, { inner = false } = {}) {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    setOver(false);
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    onFile(file);
  };
  return {
    'data-drop': over || undefined,
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    ...(inner ? { onDrop } : { onDropCapture: onDrop }),
  };
}
