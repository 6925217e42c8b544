import { useState } from 'react';
import type { Payload } from '../../../testbench/contract.ts';
import { bytes as size } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { type TabSpec, Tabs } from '../ui/tabs.tsx';
import { DataView } from './data-view.tsx';
import type { TopicPlace } from './fields/field-tree.tsx';
import { ParamView } from './param-view.tsx';

interface PayloadTabsProps {
  label: string;
  payload: Payload;
  /** A tab that stands before param and data. */
  before?: TabSpec;
  /** A tab that stands behind them. */
  after?: TabSpec;
  /** Where it was published: its numbers can be plotted. */
  topic?: TopicPlace | undefined;
}

/** Param and data of one message. The tab that was open stays open when the next message is shown. */
export function PayloadTabs({ label, payload, before, after, topic }: PayloadTabsProps) {
  const t = useT();
  const [tab, setTab] = useState(before?.id ?? 'param');
  const { param, data } = payload;
  return (
    <Tabs
      label={label}
      value={tab}
      onChange={setTab}
      tabs={[
        ...(before ? [before] : []),
        {
          id: 'param',
          label: <Sized label={t('param')} bytes={param.length} />,
          disabled: param.length === 0,
          content: <ParamView payload={payload} topic={topic} />,
        },
        {
          id: 'data',
          label: <Sized label={t('data')} bytes={data.length} />,
          disabled: data.length === 0,
          content: <DataView data={data} />,
        },
        ...(after ? [after] : []),
      ]}
    />
  );
}

function Sized({ label, bytes }: { label: string; bytes: number }) {
  return (
    <>
      {label} <span className="muted">{size(bytes)}</span>
    </>
  );
}
