import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { Payload } from '../../../testbench/contract.ts';
import { copyText } from '../copy.ts';
import { hex } from '../format/hex.ts';
import { useT } from '../i18n.ts';
import { IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { FieldTree, type TopicPlace } from './fields/field-tree.tsx';
import { HexView } from './hex-view.tsx';
import { TextView } from './text-view.tsx';

type View = 'tree' | 'text' | 'hex';

interface ParamViewProps {
  payload: Payload;
  /** Where it was published: its numbers can be plotted. */
  topic?: TopicPlace | undefined;
}

/** A param as tree, as text, or, where it is neither, as bytes. */
export function ParamView({ payload, topic }: ParamViewProps) {
  const t = useT();
  const { text, json, param } = payload;
  const [chosen, setChosen] = useState<View>('tree');
  const views: View[] = [
    ...(json && text !== null ? (['tree'] as const) : []),
    ...(text === null ? [] : (['text'] as const)),
    'hex',
  ];
  const view = views.includes(chosen) ? chosen : (views[0] ?? 'hex');
  if (param.length === 0) return <EmptyState text={t('noParam')} />;
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
        {!json && <span className="muted cut">{t(text === null ? 'notUtf8' : 'notJson')}</span>}
        <span className="grow" />
        <IconButton icon={<Copy />} label={t('copyParam')} onClick={() => void copyText(text ?? hex(param))} />
      </div>
      {view === 'tree' && <FieldTree label={t('param')} text={text ?? ''} topic={topic} />}
      {view === 'text' && <TextView label={t('param')} text={text ?? ''} language={json ? 'json' : 'plain'} />}
      {view === 'hex' && <HexView label={t('param')} bytes={param} />}
    </div>
  );
}
