import type { Extension } from '@codemirror/state';
import { useState } from 'react';
import type { BenchError, ChosenFile, DataDraft, Result } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { bytes as size } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FileChoice } from '../../ui/file-choice.tsx';
import { Num } from '../../ui/num.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useFileDrop } from '../../ui/use-file-drop.ts';
import { CodeView } from '../code-view.tsx';
import { dataBytes } from './check.ts';
import { writtenAs } from './data-kinds.ts';
import { EditorFoot } from './editor-foot.tsx';
import { lineAndColumn } from './place.ts';

interface DataEditorProps {
  value: DataDraft;
  /** Where its hex is none. */
  problem: number | null;
  /** More of the editor of text and hex; kept by the caller. */
  extensions: Extension;
  onChange: (value: DataDraft) => void;
}

export function DataEditor({ value, problem, extensions, onChange }: DataEditorProps) {
  const t = useT();
  const [error, setError] = useState<BenchError | null>(null);
  const [kind, setKind] = useState<DataDraft['kind']>(value.kind);
  // A file is asked for before it replaces what was written; what comes from outside shows itself.
  const shown = kind === 'file' ? kind : value.kind;
  const take = async (answer: Promise<Result<ChosenFile | null>>) => {
    const result = await answer;
    setError(result.ok ? null : result.error);
    if (!result.ok || result.value === null) return;
    setKind('file');
    onChange({ kind: 'file', file: result.value });
  };
  const drop = useFileDrop((dropped) => void take(bench().takeDroppedFile(dropped)));
  const choose = (next: DataDraft['kind']) => {
    setKind(next);
    setError(null);
    if (next !== 'file' && next !== value.kind) onChange(writtenAs(value, next));
  };
  const length = dataBytes(value);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what it takes can also be chosen by a button
    <div className="payload-editor" {...drop}>
      <div className="bar">
        <Segmented
          small
          label={t('editor.dataAs')}
          value={shown}
          options={[
            { value: 'text', label: t('view.text') },
            { value: 'hex', label: t('view.hex') },
            { value: 'file', label: t('editor.file') },
          ]}
          onChange={choose}
        />
      </div>
      {error && <ErrorNotice error={error} />}
      {shown === 'file' ? (
        <div className="editor-file">
          <FileChoice
            file={value.kind === 'file' ? value.file : null}
            onChoose={() => void take(bench().chooseDataFile(undefined))}
            onClear={() => onChange({ kind: 'hex', text: '' })}
          />
          <p className="muted">{t(value.kind === 'file' ? 'editor.fileRead' : 'editor.fileHint')}</p>
        </div>
      ) : (
        value.kind !== 'file' && (
          <CodeView
            key={value.kind}
            label={t('data')}
            language="plain"
            text={value.text}
            placeholder={t(value.kind === 'hex' ? 'editor.hexHint' : 'editor.textHint')}
            extensions={extensions}
            onChange={(text) => onChange({ kind: value.kind, text })}
          />
        )
      )}
      <EditorFoot
        problem={
          problem === null || value.kind === 'file'
            ? null
            : t('editor.problem', { ...lineAndColumn(value.text, problem), what: t('editor.twoDigits') })
        }
      >
        {length !== null && length > 0 && <Num value={length} as={size} unit="B" className="muted" />}
      </EditorFoot>
    </div>
  );
}
