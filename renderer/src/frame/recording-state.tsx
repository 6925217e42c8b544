import { CircleDot, OctagonAlert, Square } from 'lucide-react';
import { bench } from '../bench.ts';
import { age, bytes, exact } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { useFiles } from '../state/files.ts';
import { useNow } from '../state/now.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';

/** That traffic is written to disk, always in view while it is, and why where it is no more. */
export function RecordingState() {
  const t = useT();
  const recording = useFiles((files) => files.recording);
  const now = useNow(recording ? 1_000 : null);
  if (!recording) return null;
  const { folder, file, files, packets, lost, error } = recording;
  const title = [
    `${folder}/${file}`,
    t('recording.counts', { count: packets, packets: exact(packets), files: exact(files) }),
    ...(lost > 0 ? [t('recording.lostExact', { count: lost, packets: exact(lost) })] : []),
    ...(error ? [`${t(`error.${error.code}.title`)}: ${error.message}`] : []),
  ].join('\n');
  return (
    <span className="recording-state" title={title} role="group" aria-label={t('recording.running')}>
      <Badge
        tone={error ? 'error' : 'warning'}
        icon={error ? <OctagonAlert /> : <CircleDot className="recording-dot" />}
      >
        {error ? t(`error.${error.code}.title`) : t('recording.running')}
      </Badge>
      <span>{bytes(recording.bytes)}</span>
      <span>{age(now - recording.since)}</span>
      {lost > 0 && <Badge tone="error">{t('recording.lost', { packets: exact(lost) })}</Badge>}
      <IconButton icon={<Square />} label={t('recording.stop')} onClick={() => void bench().stopRecording(undefined)} />
    </span>
  );
}
