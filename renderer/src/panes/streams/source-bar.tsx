import { Play } from 'lucide-react';
import type { FormEvent } from 'react';
import type { Device } from '../../../../testbench/contract.ts';
import { useKeysOf } from '../../frame/bindings.ts';
import { useT } from '../../i18n.ts';
import { editDraft, type StreamDraft } from '../../state/stream-drafts.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { DeviceSelect } from '../device-select.tsx';
import { CallTarget } from '../rpc/request/call-target.tsx';
import { NumberInput } from '../rpc/request/number-input.tsx';
import { canStart, startDrafted } from './act.ts';

interface SourceBarProps {
  tab: string;
  draft: StreamDraft;
  device: Device | undefined;
}

/** Where the stream comes from. */
export function SourceBar({ tab, draft, device }: SourceBarProps) {
  const t = useT();
  const keys = useKeysOf('streams.start');
  const edit = (change: Partial<StreamDraft>) => editDraft(tab, change);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (device) void startDrafted(tab, device.id);
  };
  return (
    <form className="bar toolbar rpc-bar stream-bar" aria-label={t('streams.form')} onSubmit={submit}>
      <DeviceSelect />
      <Segmented
        label={t('streams.source')}
        value={draft.kind}
        options={[
          { value: 'call', label: t('streams.byCall') },
          { value: 'tunnel', label: t('streams.byTunnel') },
        ]}
        onChange={(kind) => edit({ kind })}
      />
      {draft.kind === 'call' ? (
        <CallTarget deviceId={device?.id ?? null} method={draft.method} url={draft.url} onChange={edit} />
      ) : (
        <span className="stream-port grow">
          <NumberInput
            label={t('streams.tunnelId')}
            placeholder={t('streams.tunnelHint')}
            value={draft.tunnelId}
            least={1}
            most={65_535}
            whole
            onChange={(tunnelId) => edit({ tunnelId })}
            onClear={() => edit({ tunnelId: null })}
          />
        </span>
      )}
      <Button
        type="submit"
        kind="primary"
        icon={<Play />}
        disabled={!device || !canStart(draft, device.options.raw)}
        aria-keyshortcuts={keys === 'Mod+Enter' ? 'Control+Enter' : undefined}
      >
        {t('streams.start')}
      </Button>
    </form>
  );
}
