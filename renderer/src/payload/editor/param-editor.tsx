import type { Extension } from '@codemirror/state';
import { Braces } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import { bytes as size } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { IconButton } from '../../ui/button.tsx';
import { Num } from '../../ui/num.tsx';
import { CodeView } from '../code-view.tsx';
import { paramBytes } from './check.ts';
import { EditorFoot } from './editor-foot.tsx';
import { formatJson } from './format-json.ts';
import { describeProblem, jsonLint } from './json-lint.ts';
import type { JsonProblem } from './json-scan.ts';
import { lineAndColumn } from './place.ts';

interface ParamEditorProps {
  text: string;
  raw: boolean;
  problem: JsonProblem | null;
  extensions: Extension;
  onChange: (text: string) => void;
}

export function ParamEditor({ text, raw, problem, extensions, onChange }: ParamEditorProps) {
  const t = useT();
  const all = useMemo(() => (raw ? extensions : [jsonLint(t), extensions]), [raw, extensions, t]);
  const length = paramBytes(text, raw);
  const format = () => {
    const formatted = raw ? null : formatJson(text);
    if (formatted !== null && formatted !== text) onChange(formatted);
  };
  const onKeys = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    if (!mod || !event.shiftKey || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    event.stopPropagation();
    format();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a key for all that is in it
    <div className="payload-editor" onKeyDownCapture={onKeys}>
      <CodeView
        label={t('param')}
        language={raw ? 'plain' : 'json'}
        text={text}
        placeholder={t(raw ? 'editor.rawHint' : 'editor.paramHint')}
        extensions={all}
        onChange={onChange}
      />
      <EditorFoot
        problem={
          problem &&
          t('editor.problem', { ...lineAndColumn(text, problem.position), what: describeProblem(problem, t) })
        }
      >
        {length !== null && length > 0 && <Num value={length} as={size} unit="B" className="muted" />}
        {!raw && (
          <IconButton
            icon={<Braces />}
            label={t('editor.format')}
            keys="Mod+Shift+F"
            disabled={text.trim() === '' || problem !== null}
            onClick={format}
          />
        )}
      </EditorFoot>
    </div>
  );
}
