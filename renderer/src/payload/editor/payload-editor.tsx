import type { Extension } from '@codemirror/state';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Device, PayloadDraft } from '../../../../testbench/contract.ts';
import { bytes as size } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { type TabSpec, Tabs } from '../../ui/tabs.tsx';
import { useVariableHighlight } from '../../variables/variable-highlight.ts';
import { checkDraft, dataBytes } from './check.ts';
import { DataEditor } from './data-editor.tsx';
import { ParamEditor } from './param-editor.tsx';

interface PayloadEditorProps {
  /** The accessible name of its tabs. */
  label: string;
  value: PayloadDraft;
  onChange: (value: PayloadDraft) => void;
  /** For a raw one a param is any text. */
  device?: Device | undefined;
  /** More of the editor of the param, such as what it completes; kept by the caller. */
  paramExtensions?: Extension;
  /** Tabs behind those of param and data. */
  more?: TabSpec[];
}

const none: TabSpec[] = [];
const noExtension: Extension = [];

/**
 * A payload as it is written: param as JSON, data as text, hex or a file. What is wrong is said where it stands, and what
 * the variables in it mean.
 */
export function PayloadEditor({
  label,
  value,
  onChange,
  device,
  paramExtensions = noExtension,
  more = none,
}: PayloadEditorProps) {
  const t = useT();
  const [tab, setTab] = useState('param');
  const raw = device?.options.raw ?? false;
  const variables = useVariableHighlight('param');
  const inParam = useMemo(() => [paramExtensions, variables], [paramExtensions, variables]);
  const inData = useVariableHighlight('data');
  const problems = checkDraft(value, raw);
  const length = dataBytes(value.data);
  return (
    <Tabs
      label={label}
      value={tab}
      onChange={setTab}
      tabs={[
        {
          id: 'param',
          label: (
            <>
              {t('param')} <ParamState empty={value.param.trim() === ''} raw={raw} wrong={problems.param !== null} />
            </>
          ),
          content: (
            <ParamEditor
              text={value.param}
              raw={raw}
              problem={problems.param}
              extensions={inParam}
              onChange={(param) => onChange({ ...value, param })}
            />
          ),
        },
        {
          id: 'data',
          label: (
            <>
              {t('data')}{' '}
              {problems.data === null ? (
                <span className="muted">{length === null ? '' : size(length)}</span>
              ) : (
                <Wrong text={t('editor.notHex')} />
              )}
            </>
          ),
          content: (
            <DataEditor
              value={value.data}
              problem={problems.data}
              extensions={inData}
              onChange={(data) => onChange({ ...value, data })}
            />
          ),
        },
        ...more,
      ]}
    />
  );
}

function ParamState({ empty, raw, wrong }: { empty: boolean; raw: boolean; wrong: boolean }) {
  const t = useT();
  if (empty) return <span className="muted">{t('editor.none')}</span>;
  if (raw) return <span className="muted">{t('editor.raw')}</span>;
  if (wrong) return <Wrong text={t('notJson')} />;
  return (
    <Badge tone="ok" icon={<CircleCheck />}>
      JSON
    </Badge>
  );
}

function Wrong({ text }: { text: string }) {
  return (
    <Badge tone="error" icon={<CircleAlert />}>
      {text}
    </Badge>
  );
}
