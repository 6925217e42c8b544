import { Info, TriangleAlert, Undo2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { FileProblem } from '../../../../testbench/contract.ts';
import { exact } from '../../format/quantity.ts';
import { type Translate, useT } from '../../i18n.ts';
import { type DevicesNotice, useDevices } from '../../state/devices.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { bringBackDevice } from './act.ts';

/** What is wrong with the saved devices, and what the last thing done to the list left to say. */
export function DevicesNotices() {
  const { notice, workspace } = useDevices();
  return (
    <>
      {workspace.problems.map(({ file, ...problem }) => (
        <WorkspaceProblem key={`${file} ${problem.kind}`} problem={problem} />
      ))}
      {notice && <LastAction notice={notice} />}
    </>
  );
}

function LastAction({ notice }: { notice: DevicesNotice }) {
  const t = useT();
  if (notice.kind === 'failed') {
    return (
      <ErrorNotice error={notice.error}>
        <Button onClick={dismiss}>{t('dismiss')}</Button>
      </ErrorNotice>
    );
  }
  return (
    <Strip icon={<Info />} onDismiss={dismiss}>
      <span className="grow">{noticeText(notice, t)}</span>
      {notice.kind === 'removed' && (
        <Button kind="quiet" icon={<Undo2 />} onClick={() => void bringBackDevice(notice.id)}>
          {t('devices.undo')}
        </Button>
      )}
    </Strip>
  );
}

const dismiss = () => useDevices.setState({ notice: null });

function noticeText(notice: Exclude<DevicesNotice, { kind: 'failed' }>, t: Translate): string {
  if (notice.kind === 'removed') return t('devices.removed', { name: notice.name });
  const { name, devices, leftOut } = notice.file;
  const values = { name, count: devices, shown: exact(devices) };
  if (notice.kind === 'imported' && leftOut > 0)
    return t('devices.importedPartly', { ...values, left: exact(leftOut) });
  return t(`devices.${notice.kind}`, values);
}

function WorkspaceProblem({ problem }: { problem: FileProblem }) {
  const t = useT();
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  const more =
    problem.kind === 'broken'
      ? t('workspace.brokenWhere', { file: problem.keptAs })
      : t(`workspace.${problem.kind}What`);
  return (
    <Strip icon={<TriangleAlert />} tone="warning" onDismiss={() => setDismissed(true)}>
      <span className="grow selectable">
        <strong>{t(`workspace.${problem.kind}`)}</strong> {more}
        {'error' in problem && <span className="mono"> {problem.error.message}</span>}
      </span>
    </Strip>
  );
}

interface StripProps {
  icon: ReactNode;
  tone?: 'warning';
  onDismiss: () => void;
  children: ReactNode;
}

function Strip({ icon, tone, onDismiss, children }: StripProps) {
  const t = useT();
  return (
    <div className="devices-strip" data-tone={tone} role="status">
      {icon}
      {children}
      <IconButton icon={<X />} label={t('dismiss')} onClick={onDismiss} />
    </div>
  );
}
