import { beforeEach, expect, test } from 'vitest';
import { loadModel, tabsOf } from '../../src/frame/dock-model.ts';
import {
  closableBeside,
  closeTab,
  moveToNextGroup,
  openOwnTab,
  renameTab,
  resetLayout,
  splitTab,
  startWithDevices,
  useDock,
} from '../../src/frame/dock-store.ts';
import { undoLast } from '../../src/state/toasts.ts';
import { benchWith } from '../harness.ts';

beforeEach(() => {
  benchWith({ keepForWindow: () => Promise.resolve({ ok: true, value: undefined }) });
  useDock.setState({ model: loadModel(null, 1_440), devicesKnown: false });
});

const node = (id: string) => tabsOf(useDock.getState().model).find((tab) => tab.getId() === id);

test('a device has one tab of its own for a pane, however often it is opened', () => {
  const before = tabsOf(useDock.getState().model).length;
  openOwnTab('rpc', 'd1');
  openOwnTab('rpc', 'd2');
  openOwnTab('rpc', 'd1');
  expect(tabsOf(useDock.getState().model)).toHaveLength(before + 2);
  expect(node('rpc@d1')?.isSelected()).toBe(true);
  expect(node('rpc@d1')?.getParent()).toBe(node('rpc')?.getParent());
});

test('docked aside, a tab leaves the same pane of another device in view, or else that of all', () => {
  openOwnTab('rpc', 'd1');
  openOwnTab('rpc', 'd2');
  splitTab('rpc@d2', 'right');
  expect(node('rpc@d2')?.getParent()).not.toBe(node('rpc@d1')?.getParent());
  expect(node('rpc@d1')?.isSelected()).toBe(true);
  splitTab('rpc@d1', 'below');
  expect(node('rpc')?.isSelected()).toBe(true);
});

test('the last tab of a group stays where it is', () => {
  const before = useDock.getState().model.toJson();
  splitTab('traffic', 'right');
  expect(useDock.getState().model.toJson()).toEqual(before);
});

test('a tab goes from group to group', () => {
  openOwnTab('streams', 'd1');
  moveToNextGroup('streams@d1');
  expect(node('streams@d1')?.getParent()).toBe(node('traffic')?.getParent());
});

test('tabs of devices are renamed and closed; those of the panes are not among the ones to close', () => {
  openOwnTab('rpc', 'd1');
  openOwnTab('rpc', 'd2');
  renameTab('rpc@d1', 'Calls');
  expect(node('rpc@d1')?.getName()).toBe('Calls');
  renameTab('rpc@d1', null);
  expect(node('rpc@d1')?.getName()).toBe('rpc@d1');
  const rpc = node('rpc');
  expect(rpc && closableBeside(rpc)).toEqual(['rpc@d1', 'rpc@d2']);
  closeTab('rpc@d1');
  expect(node('rpc@d1')).toBeUndefined();
});

test('tabs of devices that are not there any more close at the start, and all with the layout that ships', () => {
  openOwnTab('rpc', 'd1');
  openOwnTab('rpc', 'd2');
  startWithDevices(['d2']);
  expect([node('rpc@d1'), node('rpc@d2')?.getId()]).toEqual([undefined, 'rpc@d2']);
  resetLayout();
  expect(node('rpc@d2')).toBeUndefined();
});

test('an arrangement that was reset can be had back, with the tabs of devices', () => {
  openOwnTab('rpc', 'd1');
  splitTab('rpc@d1', 'right');
  const before = useDock.getState().model.toJson();
  resetLayout();
  expect(node('rpc@d1')).toBeUndefined();
  undoLast();
  expect(useDock.getState().model.toJson().layout).toEqual(before.layout);
});
