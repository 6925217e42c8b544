import { describe, expect, it } from 'vitest';
import { reportText, withoutHome, withoutNames } from '../../diagnosis/report.ts';

const parts = {
  at: new Date('2026-01-02T03:04:05Z'),
  facts: { version: '1.2.3', electron: '45' },
  settings: { theme: 'dark' },
  shape: {
    devices: [{ name: 'Body controller' }],
    traffic: { end: 7, note: 'text', deeper: { end: 8 } },
    quiet: true,
    text: 'x',
  },
  problems: ['broken: devices.json'],
  records: ['{"kind":"defect"}'],
  log: 'the last line\n',
};

describe('a report', () => {
  it('has a section for each thing it collects', () => {
    expect(reportText(parts).split('\n== ').slice(1)).toEqual([
      'Program\nversion: 1.2.3\nelectron: 45\n',
      'Settings of the window\ntheme: dark\n',
      'What is open, in numbers\ndevices: 1\ntraffic.end: 7\nquiet: true\n',
      'Files of the workspace with problems\nbroken: devices.json\n',
      'Crashes and defects (1)\n{"kind":"defect"}\n',
      'End of the log\nthe last line',
    ]);
  });

  it('says where there is nothing to say', () => {
    const empty = reportText({ ...parts, facts: {}, problems: [], records: [], log: '' });
    expect(empty).toContain('== Crashes and defects (0)\n(none)');
    expect(empty).toContain('== End of the log\n(none)');
  });

  it('hides names behind numbers, long ones before those that are part of them, also as they stand in JSON', () => {
    const names = ['10.0.0.7', 'vsoa://10.0.0.7:3005', 'C:\\Users\\me', 'ab', ''];
    expect(withoutNames('to vsoa://10.0.0.7:3005, 10.0.0.7 ab "C:\\\\Users\\\\me" C:\\Users\\me', names)).toBe(
      'to <name 1>, <name 3> ab "<name 2>" <name 2>',
    );
  });

  it('hides the home folder, in which the name of the user stands', () => {
    expect(withoutHome('at /home/alice/app/main.js', '/home/alice')).toBe('at ~/app/main.js');
    expect(withoutHome('at /main.js', '/')).toBe('at /main.js');
  });
});
