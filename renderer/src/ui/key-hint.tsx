import { bench } from '../bench.ts';

/** Keys as the platform writes them, from `Mod+Enter`, `Shift+F6`, `Escape`. */
/** Beside a name that a control already has: not read aloud as part of it. */
interface KeyHintProps {
  keys: string;
  inName?: boolean;
}

export function KeyHint({ keys, inName }: KeyHintProps) {
  const mac = bench().platform === 'darwin';
  return (
    <kbd aria-hidden={inName}>
      {keys
        .split('+')
        .map((key) => keyName(key, mac))
        .join(mac ? '' : '+')}
    </kbd>
  );
}

const macKeys: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Enter: '↩' };
const keyNames: Record<string, string> = {
  Mod: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Delete: 'Del',
};

const keyName = (key: string, mac: boolean): string => (mac && macKeys[key]) || keyNames[key] || key;
