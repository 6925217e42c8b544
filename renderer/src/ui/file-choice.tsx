import { File as FileIcon, FolderOpen, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChosenFile } from '../../../testbench/contract.ts';
import { bytes } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { Button, IconButton } from './button.tsx';
import { Num } from './num.tsx';

interface FileChoiceProps {
  file: ChosenFile | null | undefined;
  /** What its button says; "Choose file…" where it is nothing special. */
  choose?: string;
  /** What the button says that gives the file up. */
  clear?: string;
  onChoose: () => void;
  onClear: () => void;
  /** More buttons for the file that is chosen. */
  children?: ReactNode;
}

/** The file that is chosen, or to be chosen. What is around it takes one that is dropped (`useFileDrop`). */
export function FileChoice({ file, choose, clear, onChoose, onClear, children }: FileChoiceProps) {
  const t = useT();
  const chooseLabel = choose ?? t('editor.chooseFile');
  if (!file) {
    return (
      <Button icon={<FolderOpen />} onClick={onChoose}>
        {chooseLabel}
      </Button>
    );
  }
  return (
    <span className="file-choice">
      <FileIcon />
      <span className="mono cut" title={file.path}>
        {file.name}
      </span>
      <Num value={file.bytes} as={bytes} unit="B" className="muted number" />
      {children}
      <IconButton icon={<FolderOpen />} label={chooseLabel} onClick={onChoose} />
      <IconButton icon={<X />} label={clear ?? t('editor.clearFile')} onClick={onClear} />
    </span>
  );
}
