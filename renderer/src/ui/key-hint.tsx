import { bench } from '../bench.ts';

interface KeyHintProps {
  keys: string;
  /** Beside a name that a control already has: not read aloud as part of it. */
  inName?: boolean;
}

export function KeyHint({ keys, inName }: KeyHintProps) {
  return <kbd aria-hidden={inName}>{keysText(keys)}</kbd>;
}

/** Keys as the platform writes them, from `Mod+Enter`, `Shift+F6`, `Escape`. */
export function keysText(keys: string): string {
  const mac = bench().platform === 'darwin';
  return keys
    .split('+')
    .map((key) => keyName(key, mac))
    .join(mac ? '' : '+');
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
  Plus: '+',
  Minus: '−',
  ContextMenu: '☰',
};

const keyName = (key: string, mac: boolean): string => (mac && macKeys[key]) || keyNames[key] || key;
