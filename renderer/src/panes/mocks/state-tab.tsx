import { Braces, Check, Copy, Pencil, Undo2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { BenchError } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { useT } from '../../i18n.ts';
import { CodeView } from '../../payload/code-view.tsx';
import { formatJson } from '../../payload/editor/format-json.ts';
import { jsonLint } from '../../payload/editor/json-lint.ts';
import { FieldTree } from '../../payload/fields/field-tree.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { EcuView } from './ecu-tabs.tsx';
import { isObject, patchBetween } from './merge-patch.ts';

/** The state of the ECU, as it is now, and as it shall be. What is changed leaves the rest as it runs. */
export function StateTab({ view }: { view: EcuView }) {
  const t = useT();
  const now = useStateText(view);
  const [draft, setDraft] = useState<{ base: string; text: string } | null>(null);
  const [error, setError] = useState<BenchError | null>(null);
  const lint = useMemo(() => jsonLint(t), [t]);
  if (now === null) return null;
  const text = draft?.text ?? now;
  const apply = async () => {
    if (!draft) return;
    const set = await bench().setMockState({ id: view.id, ecu: view.name, ...changeOf(draft.base, draft.text) });
    setError(set.ok ? null : set.error);
    if (set.ok) setDraft(null);
    view.refresh();
  };
  const onKeys = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    if (!mod || !(event.key === 'Enter' || event.key.toLowerCase() === 's')) return;
    event.preventDefault();
    event.stopPropagation();
    void apply();
  };
  return (
    <div className="mocks-state">
      <div className="bar">
        {draft ? (
          <>
            <Badge tone="warning" icon={<Pencil />}>
              {t(draft.base === now ? 'mocks.stateEdited' : 'mocks.stateMoved')}
            </Badge>
            <span className="grow" />
            <Button
              kind="quiet"
              icon={<Undo2 />}
              onClick={() => {
                setDraft(null);
                setError(null);
              }}
            >
              {t('mocks.discard')}
            </Button>
            <IconButton
              icon={<Braces />}
              label={t('editor.format')}
              onClick={() => setDraft({ ...draft, text: formatJson(draft.text) ?? draft.text })}
            />
            <Button kind="primary" icon={<Check />} onClick={() => void apply()}>
              {t('mocks.apply')}
            </Button>
          </>
        ) : (
          <>
            <span className="muted cut">{t('mocks.stateHint')}</span>
            <span className="grow" />
            <IconButton icon={<Copy />} label={t('mocks.copyState')} onClick={() => void copyText(now)} />
            <Button icon={<Pencil />} onClick={() => setDraft({ base: now, text: now })}>
              {t('mocks.edit')}
            </Button>
          </>
        )}
      </div>
      {error && <ErrorNotice error={error} />}
      {draft ? (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a key for the editor in it
        <div className="mocks-editor" onKeyDownCapture={onKeys}>
          <CodeView
            label={t('mocks.tab.state')}
            language="json"
            text={text}
            extensions={lint}
            onChange={(next) => setDraft({ ...draft, text: next })}
          />
        </div>
      ) : (
        <FieldTree label={t('mocks.tab.state')} text={now} />
      )}
    </div>
  );
}

/** Only what was changed by hand is set, where that can be said so: the rest goes on as it runs. */
function changeOf(base: string, text: string): { text: string; how: 'patch' | 'replace' } {
  try {
    const [from, to]: [unknown, unknown] = [JSON.parse(base), JSON.parse(text)];
    const patch = isObject(from) && isObject(to) ? patchBetween(from, to) : null;
    if (patch !== null) return { text: JSON.stringify(patch), how: 'patch' };
  } catch {
    // The bench says where it is no JSON.
  }
  return { text, how: 'replace' };
}

function useStateText({ id, name, ecu: { stateRevision } }: EcuView): string | null {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let ended = false;
    void bench()
      .readMockState({ id, ecu: name })
      .then((result) => !ended && result.ok && setText(result.value.text));
    return () => {
      ended = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another revision is another state
  }, [id, name, stateRevision]);
  return text;
}
