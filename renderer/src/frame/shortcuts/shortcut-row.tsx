import { RotateCcw, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { bench } from '../../bench.ts';
import { type Translate, useT } from '../../i18n.ts';
import { announce } from '../../state/announce.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { KeyHint, keysText } from '../../ui/key-hint.tsx';
import { keysOf } from '../bindings.ts';
import type { Command } from '../commands.ts';
import { useFrameSettings } from '../frame-settings.ts';
import { type Press, pressOf } from '../keys.ts';
import { giveKeys, type Obstacle, obstacleTo, resetKeys, takeKeys } from './change.ts';

interface ShortcutRowProps {
  command: Command;
  commands: Command[];
  changing: boolean;
  onChanging: (changing: boolean) => void;
}

export function ShortcutRow({ command, commands, changing, onChanging }: ShortcutRowProps) {
  const t = useT();
  const settings = useFrameSettings();
  const change = useRef<HTMLButtonElement>(null);
  const title = t(command.title, command.values);
  const keys = keysOf(command, settings);
  // The focus goes back to where the change began.
  const end = () => {
    onChanging(false);
    requestAnimationFrame(() => change.current?.focus());
  };
  return (
    <li className="shortcut" data-changing={changing || undefined}>
      <span className="cut grow" title={title}>
        {title}
      </span>
      {changing ? (
        <NewKeys command={command} commands={commands} onEnd={end} />
      ) : (
        <>
          <span className="shortcut-keys">
            {keys.map((each) => (
              <KeyHint key={each} keys={each} />
            ))}
            {keys.length === 0 && <span className="muted">{t('shortcuts.without')}</span>}
          </span>
          <span className="shortcut-actions">
            {settings.keys[command.id] && (
              <IconButton
                icon={<RotateCcw />}
                label={t('shortcuts.reset', { command: title })}
                onClick={() => resetKeys(command, commands)}
              />
            )}
            {keys.length > 0 && (
              <IconButton
                icon={<X />}
                label={t('shortcuts.take', { command: title })}
                onClick={() => takeKeys(command)}
              />
            )}
            <Button
              ref={change}
              kind="quiet"
              aria-label={t('shortcuts.changeOf', { command: title })}
              onClick={() => onChanging(true)}
            >
              {t('shortcuts.change')}
            </Button>
          </span>
        </>
      )}
    </li>
  );
}

interface NewKeysProps {
  command: Command;
  commands: Command[];
  onEnd: () => void;
}

/** Waits for the new keys to be pressed, and says what stands in their way. */
function NewKeys({ command, commands, onEnd }: NewKeysProps) {
  const t = useT();
  const field = useRef<HTMLButtonElement>(null);
  const [tried, setTried] = useState<{ press: Press; obstacle: Obstacle } | null>(null);
  useEffect(() => field.current?.focus(), []);
  const take = (press: Press, from?: Command) => {
    giveKeys(press, command, from);
    announce('shortcuts.given', { keys: keysText(press), command: t(command.title, command.values) });
    onEnd();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // To leave by Tab stays possible: no one can be caught in here.
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onEnd();
      return;
    }
    const mac = bench().platform === 'darwin';
    const press = pressOf(event.nativeEvent, mac);
    if (press === null) return;
    const obstacle = obstacleTo(press, command, commands, mac);
    if (obstacle) setTried({ press, obstacle });
    else take(press);
  };
  return (
    <span className="shortcut-new">
      <button
        ref={field}
        type="button"
        className="shortcut-field"
        aria-label={t('shortcuts.press', { command: t(command.title, command.values) })}
        aria-describedby={tried ? `why-${command.id}` : undefined}
        data-catches-keys
        onKeyDownCapture={onKeyDown}
      >
        {tried ? <KeyHint keys={tried.press} /> : t('shortcuts.pressNow')}
      </button>
      {tried?.obstacle.kind === 'taken' && (
        <Button onClick={() => tried.obstacle.kind === 'taken' && take(tried.press, tried.obstacle.by)}>
          {t('shortcuts.takeOver')}
        </Button>
      )}
      <Button kind="quiet" onClick={onEnd}>
        {t('cancel')}
      </Button>
      {tried && (
        <span id={`why-${command.id}`} className="shortcut-why" role="alert">
          {inWords(tried.press, tried.obstacle, t)}
        </span>
      )}
    </span>
  );
}

function inWords(press: Press, obstacle: Obstacle, t: Translate): string {
  const keys = keysText(press);
  if (obstacle.kind === 'refused') return t(`shortcuts.refused.${obstacle.why}`, { keys });
  if (obstacle.kind === 'taken') {
    return t('shortcuts.taken', { keys, command: t(obstacle.by.title, obstacle.by.values) });
  }
  return t('shortcuts.takenInPane', { keys, command: t(obstacle.by.does), place: t(obstacle.by.group) });
}
