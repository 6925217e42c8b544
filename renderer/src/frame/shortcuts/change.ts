import { keysOf } from '../bindings.ts';
import type { Command } from '../commands.ts';
import { type FixedKeys, fixedKeys } from '../fixed-keys.ts';
import { useFrameSettings } from '../frame-settings.ts';
import { type Press, type Refusal, refusalOf } from '../keys.ts';

/** What stands in the way of giving these keys to a command; null: nothing. */
export type Obstacle =
  | { kind: 'refused'; why: Refusal }
  /** They do something in a pane, always. */
  | { kind: 'fixed'; by: FixedKeys }
  | { kind: 'taken'; by: Command };

export function obstacleTo(press: Press, command: Command, commands: Command[], mac: boolean): Obstacle | null {
  const why = refusalOf(press, mac);
  if (why) return { kind: 'refused', why };
  const fixed = fixedKeys.find(({ keys }) => keys.some((each) => asPressed(each, mac) === press));
  if (fixed) return { kind: 'fixed', by: fixed };
  const by = commands.find((other) => other.id !== command.id && keysOf(other).includes(press));
  return by ? { kind: 'taken', by } : null;
}

/** Ctrl is a key of its own on a Mac only. */
const asPressed = (keys: Press, mac: boolean): Press => (mac ? keys : keys.replace(/^Ctrl\+/, 'Mod+'));

/** Gives the keys to the command, as its only ones, and takes them from whichever had them. */
export function giveKeys(press: Press, command: Command, from?: Command): void {
  const { setKeys } = useFrameSettings.getState();
  setKeys({
    [command.id]: [press],
    ...(from && { [from.id]: keysOf(from).filter((each) => each !== press) }),
  });
}

export const takeKeys = (command: Command): void => useFrameSettings.getState().setKeys({ [command.id]: [] });

/** The keys that ship; taken from whichever command the user gave them to meanwhile. */
export function resetKeys(command: Command, commands: Command[]): void {
  const { keys, setKeys } = useFrameSettings.getState();
  const shipped = command.keys ?? [];
  const others = commands.filter(
    (other) => other.id !== command.id && keys[other.id]?.some((press) => shipped.includes(press)),
  );
  setKeys({
    [command.id]: null,
    ...Object.fromEntries(others.map((other) => [other.id, keysOf(other).filter((press) => !shipped.includes(press))])),
  });
}
