import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useT } from '../i18n.ts';
import { takeFiles } from './take-files.ts';

/**
 * Files that hang over the window, or are dropped on it. What takes files itself, as the editor of data and the list of
 * datagrams do, shows so and has them; the rest is the window's, which opens captures, devices and workspaces and says
 * so on a veil. Nothing that is dropped ever leads away from the page.
 */
export function DropVeil() {
  const t = useT();
  const [shown, setShown] = useState(false);
  useEffect(() => followFiles(setShown), []);
  if (!shown) return null;
  return (
    <div className="drop-veil" aria-hidden>
      <span className="drop-words">
        <FileDown />
        {t('drop.window')}
      </span>
    </div>
  );
}

function followFiles(show: (shown: boolean) => void): () => void {
  const onDragOver = (event: DragEvent) => {
    const { dataTransfer, defaultPrevented } = event;
    if (!dataTransfer?.types.includes('Files')) return;
    // Who is under the pointer takes them already.
    show(!defaultPrevented);
    if (defaultPrevented) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'copy';
  };
  const onDrop = (event: DragEvent) => {
    show(false);
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void takeFiles([...event.dataTransfer.files]);
  };
  const onDragLeave = ({ relatedTarget }: DragEvent) => {
    if (relatedTarget === null) show(false);
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
