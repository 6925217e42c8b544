import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabSpec {
  id: string;
  label: ReactNode;
  disabled?: boolean;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: TabSpec[];
  value: string;
  onChange: (id: string) => void;
}

/** Tabs inside a pane. A tab that is disabled gives way to the first one that is not. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  const enabled = tabs.filter((tab) => !tab.disabled);
  const active = enabled.find((tab) => tab.id === value) ?? enabled[0] ?? tabs[0];
  return (
    <Base.Root className="tabs" value={active?.id ?? null} onValueChange={(id) => onChange(String(id))}>
      <Base.List className="tab-list" aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.id} value={tab.id} disabled={tab.disabled ?? false} className="tab">
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.id} value={tab.id} className="tab-panel">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
