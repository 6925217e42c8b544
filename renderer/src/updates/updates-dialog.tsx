import type { Release, Updates } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { bytes } from '../format/quantity.ts';
import { openDialog, useOpenDialog } from '../frame/open-dialog.ts';
import { useT } from '../i18n.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useUpdates } from './updates.ts';

/** Newer versions of the app: whether to look for them, and what to do with one. */
export function UpdatesDialog() {
  const t = useT();
  const open = useOpenDialog((state) => state.dialog === 'updates');
  return (
    <Dialog title={t('updates.title')} open={open} onOpenChange={() => openDialog(null)}>
      {open && <Body />}
    </Dialog>
  );
}

function Body() {
  const t = useT();
  const updates = useUpdates((state) => state.updates);
  if (updates.state === 'unavailable') return <p>{t(`updates.${updates.why}`)}</p>;
  return (
    <div className="updates">
      <label className="form-check">
        <input
          type="checkbox"
          checked={updates.state !== 'off'}
          onChange={(event) => void bench().switchUpdates({ on: event.target.checked })}
        />
        {t('updates.look')}
      </label>
      <p className="muted">{t('updates.lookWhat')}</p>
      <p className="muted">
        {t('updates.feed')} <span className="mono selectable updates-feed">{updates.feed}</span>
      </p>
      <div role="status">
        <State updates={updates} />
      </div>
      {'release' in updates && <Notes release={updates.release} />}
      <div className="form-buttons">
        <Buttons updates={updates} />
      </div>
    </div>
  );
}

type Available = Exclude<Updates, { state: 'unavailable' }>;

function State({ updates }: { updates: Available }) {
  const t = useT();
  switch (updates.state) {
    case 'off':
    case 'checking':
      return t(`updates.${updates.state}`);
    case 'newest':
      if (updates.checkedAt === null) return t('updates.unchecked');
      return t('updates.newest', { version: bench().versions.app });
    case 'available':
    case 'ready':
      return t(`updates.${updates.state}`, { version: updates.release.version });
    case 'downloading': {
      const { done, release } = updates;
      const values = { version: release.version, done: bytes(done), bytes: bytes(release.bytes) };
      return (
        <>
          {t('updates.downloading', values)}
          <progress aria-label={t('updates.title')} max={release.bytes} value={done} />
        </>
      );
    }
    case 'failed':
      return (
        <span data-tone="error" title={updates.message}>
          {t(`updates.${updates.problem}`)}
        </span>
      );
  }
}

/** As text: what the publisher wrote draws nothing here, and leads nowhere. */
function Notes({ release: { version, date, notes } }: { release: Release }) {
  const t = useT();
  return (
    <section aria-label={t('updates.notes', { version })}>
      <h3>
        {t('updates.notes', { version })} <span className="muted">{date.slice(0, 10)}</span>
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that long notes scroll by keyboard */}
      <pre className="updates-notes selectable" tabIndex={0}>
        {notes || t('updates.noNotes')}
      </pre>
    </section>
  );
}

function Buttons({ updates }: { updates: Available }) {
  const t = useT();
  switch (updates.state) {
    case 'available':
      return (
        <Button kind="primary" onClick={() => void bench().downloadUpdate(undefined)}>
          {t('updates.download', { bytes: bytes(updates.release.bytes) })}
        </Button>
      );
    case 'downloading':
      return <Button onClick={() => void bench().cancelDownload(undefined)}>{t('updates.cancel')}</Button>;
    case 'ready':
      return (
        <>
          <Button kind="primary" onClick={() => void bench().installUpdate(undefined)}>
            {t('updates.install')}
          </Button>
          <span className="muted">{t('updates.installWhat')}</span>
        </>
      );
    case 'off':
    case 'newest':
    case 'checking':
    case 'failed':
      return (
        <Button
          disabled={updates.state === 'off' || updates.state === 'checking'}
          onClick={() => void bench().checkForUpdates(undefined)}
        >
          {t('updates.check')}
        </Button>
      );
  }
}
