import { Menu, ZoomIn } from 'lucide-react';
import { useT } from '../i18n.ts';
import { IconButton } from '../ui/button.tsx';
import { type ActionGroup, ActionMenu } from '../ui/menu.tsx';
import { keysOf } from './bindings.ts';
import { canRun, commandById, useCommands } from './commands.ts';
import { useFrameSettings } from './frame-settings.ts';
import { resetZoom } from './zoom.ts';

const groups = [
  ['palette', 'shortcuts', 'tour'],
  ['zoom.in', 'zoom.out', 'zoom.reset'],
  ['undo', 'rail', 'layout.reset'],
  ['report', 'logs', 'safe-mode', 'updates', 'about'],
];

/** Commands of the window for who looks for them with the pointer; it says their keys. */
export function WindowMenu() {
  const t = useT();
  const settings = useFrameSettings();
  useCommands();
  const menu = groups.map(
    (ids, at): ActionGroup => ({
      id: String(at),
      actions: ids.flatMap((id) => {
        const command = commandById(id);
        if (!command) return [];
        const keys = keysOf(command, settings)[0];
        return {
          id,
          label: t(command.title, command.values),
          ...(keys !== undefined && { keys }),
          disabled: !canRun(command),
          run: command.run,
        };
      }),
    }),
  );
  return <ActionMenu trigger={<IconButton icon={<Menu />} label={t('menu')} data-tour="menu" />} groups={menu} />;
}

/** Shown while the window is larger or smaller than it ships, with the way back. */
export function ZoomState() {
  const t = useT();
  const zoom = useFrameSettings((settings) => settings.zoom);
  if (zoom === 1) return null;
  const percent = `${Math.round(zoom * 100)} %`;
  return (
    <button
      type="button"
      className="status-button"
      aria-label={t('zoom.state', { percent })}
      title={t('zoom.state', { percent })}
      onClick={resetZoom}
    >
      <ZoomIn />
      {percent}
    </button>
  );
}
