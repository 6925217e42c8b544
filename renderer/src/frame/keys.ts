/** How a key press is written: `Mod+Shift+K`, `F6`, `?`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export type Press = string;

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'getModifierState'
>;

const MODIFIERS = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Fn', 'Dead', 'Process']);

/** Null for modifiers alone, and for what belongs to an input method or to a third level of the keyboard. */
export function pressOf(event: KeyPress, mac: boolean): Press | null {
  if (event.isComposing || MODIFIERS.has(event.key) || (!mac && event.getModifierState('AltGraph'))) return null;
  const key = keyOf(event);
  const printed = event.key.length === 1 && event.key !== ' ' && !/^[A-Z0-9]$/.test(key);
  const other = mac ? event.ctrlKey : event.metaKey;
  return [
    (mac ? event.metaKey : event.ctrlKey) && 'Mod',
    other && (mac ? 'Ctrl' : 'Meta'),
    event.altKey && 'Alt',
    // A sign that Shift makes, such as ?, is written as itself.
    event.shiftKey && !(printed && isMadeByShift(event)) && 'Shift',
    key,
  ]
    .filter(Boolean)
    .join('+');
}

/** Letters and digits are those of the key where the keyboard writes others, as a Cyrillic one does. */
function keyOf({ key, code, altKey, shiftKey }: KeyPress): string {
  const ofKey = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  const plain = ofKey?.[1] ?? ofKey?.[2];
  if (key === ' ') return 'Space';
  if (/^[a-zA-Z0-9]$/.test(key)) return key.toUpperCase();
  if (plain !== undefined && (key.length > 1 || key.charCodeAt(0) > 126 || altKey || (shiftKey && ofKey?.[2]))) {
    return plain;
  }
  return key === '+' ? 'Plus' : key === '-' ? 'Minus' : key;
}

const isMadeByShift = ({ key, code }: KeyPress): boolean => key.length === 1 && !/^(?:Key|Digit)/.test(code);

/** Why no command may have these keys; null where it may. */
export type Refusal = 'system' | 'typing' | 'lists';

/** Text is edited with these everywhere, and copied. */
const EDITING = new Set(['Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Y', 'Mod+Shift+Z']);
const OF_SYSTEM = new Set(['Alt+F4', 'Alt+Tab', 'Alt+Space', 'Alt+Escape', 'Mod+Alt+Delete', 'Mod+Escape', 'F10']);
const OF_MAC = new Set(['Mod+Q', 'Mod+H', 'Mod+M', 'Mod+W', 'Mod+Tab', 'Mod+Space', 'Mod+Alt+H', 'Mod+Shift+Q']);
/** Fields, lists, buttons and dialogs live on them. */
const OF_LISTS = new Set(
  'Tab Enter Escape Space Backspace Delete Home End PageUp PageDown ArrowUp ArrowDown ArrowLeft ArrowRight ContextMenu'.split(
    ' ',
  ),
);

export function refusalOf(press: Press, mac: boolean): Refusal | null {
  const parts = press.split('+');
  const key = parts.at(-1) ?? '';
  const strong = parts.some((part) => part === 'Mod' || part === 'Ctrl' || part === 'Alt');
  if (OF_SYSTEM.has(press) || (mac && OF_MAC.has(press)) || parts.includes('Meta')) return 'system';
  if (EDITING.has(press)) return 'typing';
  if (!strong && OF_LISTS.has(key)) return 'lists';
  if (!strong && !/^F\d+$/.test(key)) return 'typing';
  return null;
}
