import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { AboutDialog } from './about/about-dialog.tsx';
import { aboutCommand } from './about/command.ts';
import { diagnosisCommands } from './diagnosis/commands.ts';
import { followLanguage } from './diagnosis/diagnosis.ts';
import { ReportDialog } from './diagnosis/report-dialog.tsx';
import { SafeModeBanner, SafeModeDialog } from './diagnosis/safe-mode.tsx';
import { useCommandKeys } from './frame/bindings.ts';
import { followFocus, registerCommands } from './frame/commands.ts';
import { Dock } from './frame/dock.tsx';
import { openPane } from './frame/dock-store.ts';
import { DropVeil } from './frame/drop-veil.tsx';
import { openTabsUnderFields } from './frame/fields-over-tabs.ts';
import { LinkDialog } from './frame/link-dialog.tsx';
import { Palette } from './frame/palette/palette.tsx';
import { registerPaletteProvider } from './frame/palette/provider.ts';
import { ownProviders } from './frame/palette/providers.ts';
import { Rail } from './frame/rail.tsx';
import { ShortcutsDialog } from './frame/shortcuts/shortcuts-dialog.tsx';
import { StatusBar } from './frame/status-bar.tsx';
import { takeOpenings } from './frame/take-openings.ts';
import { windowCommands } from './frame/window-commands.ts';
import { WorkspaceProblems } from './frame/workspace-problems.tsx';
import { followZoom } from './frame/zoom.ts';
import { opensPanes } from './state/wanted-pane.ts';
import { Tour } from './tour/tour-popover.tsx';
import { Toasts } from './ui/toasts.tsx';
import { updatesCommand } from './updates/updates.ts';
import { UpdatesDialog } from './updates/updates-dialog.tsx';

/** The frame: rail, docked panes, status bar. */
export function App() {
  useEffect(startFrame, []);
  useCommandKeys();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <div className="frame">
          <Rail />
          <main className="dock">
            <h1 className="only-read-aloud">VSOA Testbench</h1>
            <SafeModeBanner />
            <WorkspaceProblems />
            <div className="dock-panes">
              <Dock />
            </div>
          </main>
          <StatusBar />
        </div>
        <Toasts />
        <ShortcutsDialog />
        <Palette />
        <ReportDialog />
        <SafeModeDialog />
        <AboutDialog />
        <UpdatesDialog />
        <DropVeil />
        <LinkDialog />
        <Tour />
      </Tooltip.Provider>
    </CSPProvider>
  );
}

/** What the window has for as long as it is there; answers how to end it. */
function startFrame(): () => void {
  const ends = [
    followZoom(),
    followLanguage(),
    followFocus(),
    openTabsUnderFields(),
    opensPanes(openPane),
    takeOpenings(),
    registerCommands([...windowCommands, ...diagnosisCommands, updatesCommand, aboutCommand]),
    ...ownProviders.map(registerPaletteProvider),
  ];
  return () => ends.forEach((end) => end());
}
