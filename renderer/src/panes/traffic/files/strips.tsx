import { CircleCheck, X } from 'lucide-react';
import type { Task } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { copyText } from '../../../copy.ts';
import { bytes, count, exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useFiles } from '../../../state/files.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';

/** Work on files that goes on, and how the last of it ended. */
export function FileStrips() {
  const t = useT();
  const { tasks, outcome } = useFiles();
  return (
    <>
      {tasks.map((task) => (
        <TaskStrip key={task.id} task={task} />
      ))}
      {outcome && 'saved' in outcome && (
        <div className="strip" role="status">
          <CircleCheck data-tone="ok" aria-hidden />
          <span className="cut grow" title={outcome.saved.path}>
            {t('traffic.saved', {
              count: outcome.saved.packets,
              packets: exact(outcome.saved.packets),
              size: bytes(outcome.saved.bytes),
              path: outcome.saved.path,
            })}
          </span>
          <Button kind="quiet" onClick={() => void copyText(outcome.saved.path)}>
            {t('copyPath')}
          </Button>
          <IconButton icon={<X />} label={t('dismiss')} onClick={dismiss} />
        </div>
      )}
      {outcome && 'error' in outcome && (
        <ErrorNotice error={outcome.error}>
          <Button onClick={dismiss}>{t('dismiss')}</Button>
        </ErrorNotice>
      )}
    </>
  );
}

const dismiss = () => useFiles.setState({ outcome: null });

function TaskStrip({ task }: { task: Task }) {
  const t = useT();
  const { id, kind, name, done, total, unit } = task;
  const label = t(`task.${kind}`, { name });
  const amount = unit === 'bytes' ? bytes : count;
  return (
    <div className="strip" role="status">
      <span className="cut">{label}</span>
      <progress aria-label={label} {...(total > 0 && { value: done, max: total })} />
      <span className="task-amount grow">
        {total > 0 ? `${amount(done)} / ${amount(total)}` : amount(done)}
        {unit === 'packets' && ` ${t('traffic.packetsUnit')}`}
      </span>
      <Button kind="quiet" onClick={() => void bench().cancelTask({ id })}>
        {t('cancel')}
      </Button>
    </div>
  );
}
