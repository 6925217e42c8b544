import {
  ArrowDownToLine,
  Bookmark,
  ChartColumn,
  CircleDot,
  Columns3,
  FolderOpen,
  Pause,
  Play,
  Save,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { bench } from '../../../bench.ts';
import { useCommand } from '../../../frame/commands.ts';
import { useT } from '../../../i18n.ts';
import { useFiles } from '../../../state/files.ts';
import { useView } from '../../../state/traffic.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { clearLog, toggleMarks } from '../../../traffic/act.ts';
import { follow, togglePause, useList } from '../../../traffic/list.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ActionMenu } from '../../../ui/menu.tsx';
import { RecordDialog } from '../files/record-dialog.tsx';
import { openCapture, saveGroups } from '../files/save.ts';
import { columnMenu } from '../list/menus.ts';
import { Counters } from './counters.tsx';
import { TrafficCap } from './traffic-cap.tsx';

export function Toolbar() {
  const t = useT();
  const live = useView((view) => view.source === 'live');
  const following = useList((list) => list.following);
  const paused = useList((list) => list.paused !== null);
  return (
    <div className="bar toolbar traffic-toolbar" role="toolbar" aria-label={t('traffic.tools')}>
      <IconButton
        icon={paused ? <Play /> : <Pause />}
        label={t(paused ? 'traffic.resume' : 'traffic.pause')}
        keys="Space"
        aria-pressed={paused}
        disabled={!live}
        onClick={togglePause}
      />
      <IconButton
        icon={<ArrowDownToLine />}
        label={t('traffic.follow')}
        keys="End"
        aria-pressed={following && !paused}
        onClick={() => {
          if (paused) togglePause();
          follow();
        }}
      />
      <IconButton icon={<Trash2 />} label={t('traffic.clear')} disabled={!live} onClick={() => void clearLog()} />
      <span className="bar-line" />
      <MarkButton />
      <Files />
      <span className="bar-line" />
      <ColumnsButton />
      <ChartButton />
      <TrafficCap />
      <span className="grow" />
      <Counters />
    </div>
  );
}

function MarkButton() {
  const t = useT();
  const picked = useList((list) => list.picked !== null);
  return (
    <IconButton
      icon={<Bookmark />}
      label={t('traffic.mark')}
      keys="M"
      disabled={!picked}
      onClick={() => void toggleMarks()}
    />
  );
}

function Files() {
  const t = useT();
  const recording = useFiles((files) => files.recording);
  const [recordOpen, setRecordOpen] = useState(false);
  const record = () => (recording ? void bench().stopRecording(undefined) : setRecordOpen(true));
  useCommand({
    id: 'traffic.record',
    title: recording ? 'recording.stop' : 'recording.start',
    group: 'pane.traffic',
    run: record,
  });
  // What can be saved depends on what is shown and chosen.
  useView((view) => view.filter !== '' || view.from !== null || view.to !== null);
  useList((list) => list.picked !== null);
  return (
    <>
      <ActionMenu trigger={<IconButton icon={<Save />} label={t('traffic.save')} />} groups={saveGroups(t)} />
      <IconButton icon={<FolderOpen />} label={t('traffic.open')} onClick={() => void openCapture()} />
      <IconButton
        icon={<CircleDot />}
        label={t(recording ? 'recording.stop' : 'recording.start')}
        aria-pressed={recording !== null}
        onClick={record}
      />
      <RecordDialog open={recordOpen} onOpenChange={setRecordOpen} />
    </>
  );
}

function ColumnsButton() {
  const t = useT();
  useTrafficSettings();
  return (
    <ActionMenu trigger={<IconButton icon={<Columns3 />} label={t('traffic.columns')} />} groups={columnMenu(t)} />
  );
}

function ChartButton() {
  const t = useT();
  const open = useTrafficSettings((settings) => settings.chartOpen);
  return (
    <IconButton
      icon={<ChartColumn />}
      label={t('traffic.chart')}
      aria-pressed={open}
      onClick={() => useTrafficSettings.setState({ chartOpen: !open })}
    />
  );
}
