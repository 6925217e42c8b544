import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useMemo, useState } from 'react';
import { Dock } from './frame/dock.tsx';
import { cyclePanes, focusFilter, loadModel, openPane, type PaneId } from './frame/dock-model.ts';
import { Rail } from './frame/rail.tsx';
import { useWindowKeys, type WindowKeys } from './frame/shortcuts.ts';
import { ShortcutsDialog } from './frame/shortcuts-dialog.tsx';
import { StatusBar } from './frame/status-bar.tsx';
import { toggleRail } from './frame/use-rail.ts';
import { WorkspaceProblems } from './frame/workspace-problems.tsx';
import { useLayout } from './state/layout.ts';
import { opensPanes } from './state/wanted-pane.ts';
import { Toasts } from './ui/toasts.tsx';

/** The frame: rail, docked panes, status bar. */
export function App() {
  const [model, setModel] = useState(() => loadModel(useLayout.getState().layout));
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const open = (id: PaneId) => openPane(model, id);
  useEffect(() => opensPanes((id) => openPane(model, id)), [model]);
  useWindowKeys(
    useMemo<WindowKeys>(
      () =>
        // Under a dialog nothing moves; Esc closes it.
        shortcutsOpen
          ? {}
          : {
              F6: () => cyclePanes(1),
              'Shift+F6': () => cyclePanes(-1),
              '$mod+1': () => openPane(model, 'devices'),
              '$mod+2': () => openPane(model, 'subscriptions'),
              '$mod+3': () => openPane(model, 'rpc'),
              '$mod+4': () => openPane(model, 'datagrams'),
              '$mod+5': () => openPane(model, 'streams'),
              '$mod+6': () => openPane(model, 'plots'),
              '$mod+7': () => openPane(model, 'traffic'),
              '$mod+8': () => openPane(model, 'inspector'),
              '$mod+b': toggleRail,
              '$mod+f': focusFilter,
              '$mod+/': () => setShortcutsOpen(true),
              '[Shift]+?': () => setShortcutsOpen(true),
            },
      [model, shortcutsOpen],
    ),
  );
  const resetLayout = () => {
    useLayout.getState().setLayout(null);
    setModel(loadModel(null));
  };
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <div className="frame">
          <Rail onOpenPane={open} />
          <main className="dock">
            <h1 className="only-read-aloud">VSOA Testbench</h1>
            <WorkspaceProblems />
            <div className="dock-panes">
              <Dock model={model} />
            </div>
          </main>
          <StatusBar onResetLayout={resetLayout} onShowShortcuts={() => setShortcutsOpen(true)} />
        </div>
        <Toasts />
        <ShortcutsDialog open={shortcutsOpen} onOpenChange={setShortcutsOpen} />
      </Tooltip.Provider>
    </CSPProvider>
  );
}
