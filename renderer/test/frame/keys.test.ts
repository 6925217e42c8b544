import { describe, expect, test } from 'vitest';
import { pressOf, refusalOf } from '../../src/frame/keys.ts';

const press = (init: KeyboardEventInit, mac = false) => pressOf(new KeyboardEvent('keydown', init), mac);

describe('a key press is written', () => {
  test.each<[KeyboardEventInit, string]>([
    [{ key: 'k', code: 'KeyK', ctrlKey: true }, 'Mod+K'],
    [{ key: 'P', code: 'KeyP', ctrlKey: true, shiftKey: true }, 'Mod+Shift+P'],
    [{ key: '?', code: 'Slash', shiftKey: true }, '?'],
    [{ key: '/', code: 'Slash', ctrlKey: true }, 'Mod+/'],
    [{ key: '+', code: 'Equal', ctrlKey: true, shiftKey: true }, 'Mod+Plus'],
    [{ key: '+', code: 'NumpadAdd', ctrlKey: true }, 'Mod+Plus'],
    [{ key: '=', code: 'Equal', ctrlKey: true }, 'Mod+='],
    [{ key: '-', code: 'Minus', ctrlKey: true }, 'Mod+Minus'],
    [{ key: '0', code: 'Digit0', ctrlKey: true }, 'Mod+0'],
    [{ key: '!', code: 'Digit1', ctrlKey: true, shiftKey: true }, 'Mod+Shift+1'],
    [{ key: 'F6', code: 'F6', shiftKey: true }, 'Shift+F6'],
    [{ key: ' ', code: 'Space', ctrlKey: true }, 'Mod+Space'],
    [{ key: 'd', code: 'KeyD', metaKey: true }, 'Meta+D'],
  ])('%o as %s', (init, written) => {
    expect(press(init)).toBe(written);
  });

  test('with the command key of a Mac as Mod', () => {
    expect(press({ key: 'k', code: 'KeyK', metaKey: true }, true)).toBe('Mod+K');
    expect(press({ key: 'k', code: 'KeyK', ctrlKey: true }, true)).toBe('Ctrl+K');
  });

  test('by the place of the key where the keyboard writes another alphabet', () => {
    expect(press({ key: 'л', code: 'KeyK', ctrlKey: true })).toBe('Mod+K');
    expect(press({ key: '˚', code: 'KeyK', altKey: true }, true)).toBe('Alt+K');
  });

  test('as nothing while it is a modifier alone, or an input method composes', () => {
    expect(press({ key: 'Control', code: 'ControlLeft', ctrlKey: true })).toBeNull();
    expect(press({ key: 'k', code: 'KeyK', ctrlKey: true, isComposing: true })).toBeNull();
  });
});

describe('keys are refused', () => {
  test.each([
    ['Alt+F4', 'system'],
    ['Meta+L', 'system'],
    ['Mod+C', 'typing'],
    ['A', 'typing'],
    ['Shift+A', 'typing'],
    ['Enter', 'lists'],
    ['Shift+ArrowDown', 'lists'],
  ])('%s, for the %s', (keys, why) => {
    expect(refusalOf(keys, false)).toBe(why);
  });

  test('where they end a Mac’s app, only there', () => {
    expect(refusalOf('Mod+Q', true)).toBe('system');
    expect(refusalOf('Mod+Q', false)).toBeNull();
  });

  test.each(['Mod+J', 'F9', 'Shift+F2', 'Alt+ArrowUp', 'Mod+Shift+L', 'Ctrl+K'])('but not %s', (keys) => {
    expect(refusalOf(keys, false)).toBeNull();
  });
});
