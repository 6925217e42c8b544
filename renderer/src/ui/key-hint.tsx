import { bench } from '../bench.ts';

/** Keys as the platform writes them, from `Mod+Enter`, `Shift+F6`, `Escape`. */
export function KeyHint({ keys }: { keys: string }) {
  const mac = bench().platform === 'darwin';
  return (
    <kbd>
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
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Delete: 'Del',
};

export const keyName = (key: string, mac: boolean): string => (mac && macKeys[key]) || keyNames[key] || key;
